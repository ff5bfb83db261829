/*
Activity and cost against contract by point of delivery, over the last twelve months of the feed: its rows for all specialties, and
those by specialty where there are none for all. Cost where every row has it.
*/
with

year as (

    select *
    from activity
    where period > (select max(period) from activity) - interval 12 month
    qualify
        coalesce(specialty_code, 'ALL') = 'ALL'
        or not bool_or(coalesce(specialty_code, 'ALL') = 'ALL') over (
            partition by period, provider_code, point_of_delivery
        )

)

select
    point_of_delivery,
    sum(planned_activity) as planned_activity,
    sum(actual_activity) as actual_activity,
    if(count(*) = count(planned_cost), sum(planned_cost), null) as planned_cost,
    if(count(*) = count(actual_cost), sum(actual_cost), null) as actual_cost,
    min(period) as first_month,
    max(period) as last_month
from year
group by point_of_delivery
order by point_of_delivery
