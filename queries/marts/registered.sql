-- People registered with each practice of the referral feed, month by month: the newest list on or before the month.
-- Months before the first list have none.
with

months as (

    select distinct period from referral_events where step = 'made'

),

lists as (

    select
        period as list_period,
        practice_code,
        coalesce(
            sum(patients) filter (sex = 'all' and age_group = 'all'),
            sum(patients) filter (sex <> 'all' and age_group = 'all'),
            sum(patients) filter (sex <> 'all' and age_group <> 'all'),
            sum(patients) filter (sex = 'all' and age_group <> 'all')
        ) as patients
    from red_list_sizes
    where practice_code in (select practice_code from red_referrals_made)
    group by period, practice_code

),

published as (

    select distinct period as list_period from red_list_sizes

),

current_list as (

    select months.period, max(published.list_period) as list_period
    from months
    join published on published.list_period <= months.period
    group by months.period

)

select period, list_period, practice_code, cast(patients as bigint) as patients
from current_list
join lists using (list_period)
