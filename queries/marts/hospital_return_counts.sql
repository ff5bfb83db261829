-- Returns of hospitals that have a part and a whole, rolled up to every organisation above; a trust whose part or whole is hidden is left
-- out of both.
with

returned as (

    select 'cancelled_operations' as name, * from red_cancelled_counts
    union all
    select 'discharges' as name, * from red_discharge_counts
    union all
    select 'shmi' as name, * from red_shmi_counts
    union all
    select 'beds' as name, * from red_bed_counts

)

select
    period,
    membership.view,
    membership.org_code,
    'ALL' as population_code,
    'ALL' as specialty_code,
    'ALL' as group_code,
    name,
    cast(sum(part) as bigint) as part,
    cast(sum(whole) as bigint) as whole

from returned
join membership on returned.org_code = membership.member_code and membership.member_type = 'provider'
where part is not null and whole is not null
group by period, membership.view, membership.org_code, name
