-- Cancer pathways counted in halves, so that a pathway shared by two trusts stays an integer: divide by two to print.
select
    period,
    basis,
    org_code,
    standard,
    cancer_type,
    route,
    modality,
    cast(sum(total * 2) as int) as total_halves,
    cast(sum(within * 2) as int) as within_halves

from stg_cancer
group by period, basis, org_code, standard, cancer_type, route, modality
