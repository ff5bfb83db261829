-- What organisations are like besides what their metrics say, for the choice of peers: older_people and deprivation of those they look
-- after, and major_ae of a hospital that has a major (type 1) department, whether or not it reports its times.
-- Practices by their newest lists, networks and boards by those of their practices, providers by where the people come from who wait
-- there. `older_people` is the per cent aged 65 or over, `deprivation` the mean score of the practices. A provider of whose people fewer
-- than half come from where both are known has neither.
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

),

known as (

    select org_code, cast(older as double) as older, cast(deprivation as double) as deprivation
    from places
    union all
    select
        org_code,
        sum(people * cast(older as decimal(9, 4))) / sum(people) filter (older is not null),
        sum(people * cast(deprivation as decimal(9, 4))) / sum(people) filter (older is not null)
    from flows
    group by org_code
    having 2 * sum(people) filter (older is not null) >= sum(people)

)

select org_code, 'older_people' as variable, older as value from known
union all
select org_code, 'deprivation' as variable, deprivation as value from known
union all
select distinct membership.org_code, 'major_ae' as variable, 1.0 as value
from red_ae_attendances
join membership on red_ae_attendances.provider_code = membership.member_code
where
    membership.member_type = 'provider' and membership.org_type = 'provider' and membership.view = 'today'
    and red_ae_attendances.type_1 > 0
    and red_ae_attendances.period > (select max(period) from red_ae_attendances) - interval 12 month
