-- One row per month, provider, commissioner and test. A missing code is an empty text, so that no group drops its row.
select * replace (
    upper(trim(provider_code)) as provider_code,
    upper(trim(coalesce(provider_parent_code, ''))) as provider_parent_code,
    upper(trim(coalesce(commissioner_code, ''))) as commissioner_code,
    upper(trim(coalesce(commissioner_parent_code, ''))) as commissioner_parent_code
)
from diagnostics
