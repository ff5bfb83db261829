-- Median and 90th percentile of days, by step, for every organisation, specialty and group: the smallest number of days within
-- which that share of the people were served. Below ten people there is none: the 90th would be the slowest one's own wait.
with

histogram as (

    select
        step,
        period,
        view,
        org_code,
        if(grouping(specialty_code) = 1, 'ALL', specialty_code) as specialty_code,
        coalesce(deprivation_group, age_group, sex_group, ethnic_group, 'ALL') as group_code,
        days,
        sum(people) as people
    from referral_steps
    join feed_places using (practice_code, provider_code)
    where timed
    group by
        step, period, view, org_code, org_type, days,
        grouping sets ((), (specialty_code)),
        grouping sets ((), (deprivation_group), (age_group), (sex_group), (ethnic_group))
    having
        (grouping(specialty_code) = 1 or specialty_code <> '' and org_type not in ('practice', 'network'))
        and (
            grouping(deprivation_group, age_group, sex_group, ethnic_group) = 15
            or org_type in ('provider', 'board')
            and coalesce(deprivation_group, age_group, sex_group, ethnic_group) is not null
        )

),

running as (

    select
        *,
        sum(people) over so_far as reached,
        sum(people) over whole as known
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
    'ALL' as population_code,
    specialty_code,
    group_code,
    cast(any_value(known) as bigint) as known,
    min(days) filter (reached * 2 >= known) as median,
    min(days) filter (reached * 10 >= known * 9) as ninetieth

from running
where known >= 10
group by step, period, view, org_code, specialty_code, group_code
