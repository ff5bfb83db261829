-- Everything that happened to a referral, by step, month, practice, provider, specialty and group, each with its total (ALL).
-- Only months that the feed covers: to within three days of a month's end (a weekend and a bank holiday). Letters wait a week longer,
-- for one sent in time may not have been known. A feed begins with referrals, so nobody has waited long in its first months: waits
-- count from 18 weeks after its first day, days to triage and to an answer from four weeks.
with

happened as (

    select 'made' as step, * exclude (referrals), null as outcome, null::bigint as days, referrals as n
    from red_referrals_made

    union all by name
    select 'triaged' as step, * exclude (triage_outcome, referrals), triage_outcome as outcome, referrals as n
    from red_referrals_triaged

    union all by name
    select
        'booked' as step, * exclude (priority, outcome, days_waited, days_to_letter, appointments),
        outcome, appointments as n
    from red_first_appointments

    union all by name
    select
        'seen' as step, * exclude (priority, outcome, days_waited, days_to_letter, appointments),
        outcome, days_waited as days, appointments as n
    from red_first_appointments
    where outcome = 'attended' and priority is distinct from 'suspected cancer' and days_waited >= 0

    union all by name
    select
        'letter' as step, * exclude (priority, outcome, days_waited, days_to_letter, appointments),
        case when days_to_letter <= 7 then 'in time' else 'late' end as outcome, appointments as n
    from red_first_appointments
    where
        outcome = 'attended'
        and provider_code in (select provider_code from red_first_appointments where days_to_letter is not null)

    union all by name
    select 'stopped' as step, * exclude (clock_stop_reason, pathways, over_18_weeks), 'over 18 weeks' as outcome, over_18_weeks as n
    from red_clock_stops

    union all by name
    select
        'stopped' as step, * exclude (clock_stop_reason, pathways, over_18_weeks), 'within 18 weeks' as outcome,
        pathways - over_18_weeks as n
    from red_clock_stops

    union all by name
    select 'ended' as step, * exclude (clock_stop_reason, pathways, over_18_weeks), clock_stop_reason as outcome, pathways as n
    from red_clock_stops

    union all by name
    select 'answered' as step, * exclude (answers), answers as n
    from red_advice_answers

),

covered as (

    select happened.*
    from happened
    join red_feed_reach as reach on reach.feed = case step when 'answered' then 'advice' else 'referrals' end
    where
        case step
            when 'letter' then last_day >= last_day(period) + 7
            else last_day >= last_day(period) - 3
        end
        and case
            when step in ('seen', 'stopped') then period >= first_day + 126
            else true
        end

),

-- Deprivation fifths: deciles 1 and 2 are the most deprived fifth, 1.
grouped as (

    select
        step, period, practice_code, provider_code, outcome, days, n,
        unnest(['ALL', specialty_code]) as specialty_code,
        list_filter(
            [
                'ALL',
                case when imd_decile between 1 and 10 then 'deprivation:' || ((imd_decile + 1) // 2) end,
                case when age_band <> '' then 'age:' || age_band end,
                case when sex <> '' then 'sex:' || sex end,
                case when ethnic_category <> '' then 'ethnicity:' || ethnic_category end
            ],
            lambda code: code is not null
        ) as group_codes
    from covered

),

exploded as (

    select * exclude (group_codes), unnest(group_codes) as group_code
    from grouped

)

select
    step,
    period,
    practice_code,
    provider_code,
    specialty_code,
    group_code,
    outcome,
    days,
    cast(sum(n) as bigint) as n

from exploded
group by all
