-- What patients said, by month, service and organisation. `positive` counts good and very good. The four questions of maternity are added
-- up as one service: known where every stage that a trust reported is.
with

services as (

    select
        period,
        org_code,
        org_type,
        case
            when service in ('antenatal', 'birth', 'postnatal_ward', 'postnatal_community') then 'maternity'
            else service
        end as service,
        responses,
        eligible,
        very_good + good as positive
    from stg_friends_and_family

)

select
    period,
    org_code,
    org_type,
    service,
    cast(case when count(positive) = count(*) then sum(responses) end as int) as responses,
    cast(case when count(positive) = count(*) then sum(positive) end as int) as positive,
    cast(case when count(eligible) = count(*) then sum(responses) end as int) as answered,
    cast(case when count(eligible) = count(*) then sum(eligible) end as int) as eligible

from services
group by period, org_code, org_type, service
