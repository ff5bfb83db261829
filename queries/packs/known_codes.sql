-- Every code that some load knows: enough to see that a meeting names nobody unheard of.
select distinct code
from (
    select provider_code as code from rtt
    union select commissioner_code from rtt
    union select commissioner_parent_code from rtt
    union select provider_code from ae
    union select org_code from cancer
    union select provider_code from diagnostics
    union select provider_code from referrals
    union select code from ods_trusts
    union select code from organisations
    union select board_code from system_mapping
    union select practice_code from gp_list_size
) as known
where code is not null
order by code
