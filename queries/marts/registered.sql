-- People registered with each practice of the referral feed, month by month: the newest list on or before the month; before the
-- first list, that one, for a list changes by some per cent a year and no trend could be drawn otherwise. list_period says which.
with

months as (

    select distinct period from referral_steps where made > 0

),

published as (

    select distinct period as list_period from red_list_sizes

),

chosen as (

    select
        months.period,
        coalesce(
            max(published.list_period) filter (published.list_period <= months.period), min(published.list_period)
        ) as list_period
    from months
    cross join published
    group by months.period

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

)

select period, list_period, practice_code, cast(patients as bigint) as patients
from chosen
join lists using (list_period)
where patients > 0
