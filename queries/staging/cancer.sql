-- One row per month, basis, organisation, standard, cancer type, route and modality. Blank and ALL mean the same.
select * replace (
    lower(trim(basis)) as basis,
    upper(trim(org_code)) as org_code,
    trim(region_name) as region_name,
    trim(standard) as standard,
    case when upper(trim(cancer_type)) in ('ALL', 'ALL CANCERS') then 'ALL' else trim(cancer_type) end as cancer_type,
    case when upper(trim(route)) in ('ALL', 'ALL ROUTES', 'ALL STAGES') then 'ALL' else trim(route) end as route,
    case when upper(trim(coalesce(modality, ''))) in ('', 'ALL', 'ALL MODALITIES') then 'ALL' else trim(modality) end
        as modality
)
from cancer
