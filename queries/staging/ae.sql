-- One row per month and provider; the region as the publication names it.
select * replace (upper(trim(provider_code)) as provider_code, trim(region_name) as region_name)
from ae
