-- Age and deprivation of the people of each organisation, for the choice of peers: of practices by their newest lists, of networks
-- and boards by those of their practices, of providers by where the people come from who wait there. `older` is the per cent aged
-- 65 or over, `deprivation` the mean score of deprivation of the practices. A provider of whose people fewer than half come from
-- where both are known has neither.
with

aged as (

    select
        practice_code,
        sum(patients) as patients,
        sum(patients) filter (try_cast(regexp_extract(age_group, '(\d+)', 1) as integer) >= 65) as older
    from red_list_sizes
    where
        age_group <> 'all'
        and sex in ('male', 'female')
        and period = (select max(period) from red_list_sizes where age_group <> 'all' and sex in ('male', 'female'))
    group by practice_code

),

-- Decimals: their sums are the same in whatever order the threads of a machine add them, those of doubles are not.
practices as (

    select
        aged.practice_code,
        aged.patients,
        coalesce(aged.older, 0) as older,
        aged.patients * cast(practice_deprivation.imd_score as decimal(9, 4)) as deprived
    from aged
    join practice_deprivation using (practice_code)
    where aged.patients > 0 and practice_deprivation.imd_score is not null

),

places as (

    select
        membership.org_code,
        membership.org_type,
        100 * sum(practices.older) / sum(practices.patients) as older,
        sum(practices.deprived) / sum(practices.patients) as deprivation
    from practices
    join membership on membership.member_code = practices.practice_code
    where membership.member_type = 'practice' and membership.view = 'today' and membership.org_type <> 'england'
    group by membership.org_code, membership.org_type

),

flows as (

    select
        provider.org_code,
        origins.people,
        places.older,
        places.deprivation
    from red_origins as origins
    join membership as provider
        on provider.member_code = origins.provider_code
        and provider.member_type = 'provider' and provider.org_type = 'provider' and provider.view = 'today'
    left join membership as home
        on home.member_code = origins.commissioner_code
        and home.member_type = 'sub_board' and home.org_type = 'sub_board' and home.view = 'today'
    left join places on places.org_code = home.org_code and places.org_type = 'sub_board'

)

select org_code, cast(older as double) as older, cast(deprivation as double) as deprivation
from places
union all
select
    org_code,
    sum(people * cast(older as decimal(9, 4))) / sum(people) filter (older is not null) as older,
    sum(people * cast(deprivation as decimal(9, 4))) / sum(people) filter (older is not null) as deprivation
from flows
group by org_code
having 2 * sum(people) filter (older is not null) >= sum(people)
