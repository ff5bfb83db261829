-- Cancer pathways, still in halves. Providers by what they reported, boards and regions by their residents; England is the sum of
-- the providers. Routes: ALL, and URGENT, what a GP refers as an urgent suspected cancer. Groups are cancer types over all treatments.
with

placed as (

    select
        red_cancer_pathways.* exclude (route),
        if(route = 'ALL', 'ALL', 'URGENT') as route,
        membership.view,
        membership.org_code as placed_in
    from red_cancer_pathways
    join membership
        on red_cancer_pathways.org_code = membership.member_code
        and (
            basis = 'provider' and member_type = 'provider' and org_type in ('provider', 'england')
            or basis = 'commissioner' and member_type in ('board', 'sub_board') and org_type in ('sub_board', 'board', 'region')
        )
    where (route = 'ALL' or upper(route) like 'URGENT SUSPECTED CANCER%') and modality = 'ALL'

)

select
    period,
    view,
    placed_in as org_code,
    'ALL' as population_code,
    'ALL' as specialty_code,
    standard,
    route,
    case cancer_type when 'ALL' then 'ALL' else 'cancer:' || cancer_type end as group_code,
    cast(sum(total_halves) as bigint) as total_halves,
    cast(sum(within_halves) as bigint) as within_halves

from placed
group by all
