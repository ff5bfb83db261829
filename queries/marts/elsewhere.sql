-- People whom a provider counts and England does not, as they live elsewhere (commissioner NONC), by how long they have waited: so
-- that a trust on a border is not told that it holds a share of England's waits which are not England's.
with

waits as (

    select
        waiting.period,
        membership.org_code,
        waiting.specialty_code,
        total - coalesce(list_sum([*columns(lambda band: band between 'weeks_000' and 'weeks_017')]), 0) as over_18,
        coalesce(list_sum([*columns(lambda band: band between 'weeks_052' and 'weeks_103')]), 0)
            + coalesce(weeks_open, 0) as over_52,
        coalesce(list_sum([*columns(lambda band: band between 'weeks_065' and 'weeks_103')]), 0)
            + coalesce(weeks_open, 0) as over_65
    from red_rtt_elsewhere as waiting
    join membership on waiting.provider_code = membership.member_code
    where
        membership.member_type = 'provider'
        and membership.org_type = 'provider'
        and membership.view = 'today'

)

select period, org_code, specialty_code, metric, cast(sum(people) as bigint) as people
from (
    select period, org_code, specialty_code, 'rtt_within_18_weeks' as metric, over_18 as people from waits
    union all
    select period, org_code, specialty_code, 'rtt_over_52_weeks' as metric, over_52 as people from waits
    union all
    select period, org_code, specialty_code, 'rtt_over_65_weeks' as metric, over_65 as people from waits
) as people_by_wait
group by period, org_code, specialty_code, metric
having sum(people) > 0
