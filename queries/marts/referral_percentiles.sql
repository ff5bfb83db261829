-- Median and 90th percentile of days, by step, for every organisation, specialty and group: the smallest number of days within
-- which that share of the people were served. Below ten people there is none: the 90th would be the slowest one's own wait.
with

histogram as (

    select step, period, view, org_code, org_type, specialty_code, group_code, days, sum(n) as n
    from referral_events
    join feed_places using (practice_code, provider_code)
    join red_feed_reach on feed = case step when 'answered' then 'advice' else 'referrals' end
    where
        step in ('triaged', 'seen', 'answered')
        and days >= 0
        and (step = 'seen' or period >= first_day + 28)
        and (group_code = 'ALL' or org_type in ('provider', 'board'))
    group by all

),

running as (

    select
        *,
        sum(n) over so_far as reached,
        sum(n) over whole as known
    from histogram
    window
        whole as (partition by step, period, view, org_code, specialty_code, group_code),
        so_far as (whole order by days rows unbounded preceding)

)

select
    step,
    period,
    view,
    org_code,
    specialty_code,
    group_code,
    cast(any_value(known) as bigint) as known,
    case when any_value(known) >= 10 then min(days) filter (reached * 2 >= known) end as median,
    case when any_value(known) >= 10 then min(days) filter (reached * 10 >= known * 9) end as ninetieth

from running
group by step, period, view, org_code, specialty_code, group_code
