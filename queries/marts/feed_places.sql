-- For a row of a local feed: every organisation it counts towards. A local feed knows our practices only, so its highest level
-- is the board; it says nothing of regions or England.
with

filed as (

    select practice_code, provider_code from red_referrals_made
    union
    select practice_code, provider_code from red_referrals_triaged
    union
    select practice_code, provider_code from red_first_appointments
    union
    select practice_code, provider_code from red_clock_stops
    union
    select practice_code, provider_code from red_advice_answers

)

select filed.*, membership.view, membership.org_code, membership.org_type
from filed
join membership on filed.provider_code = membership.member_code
where membership.member_type = 'provider' and membership.org_type = 'provider'

union

select filed.*, membership.view, membership.org_code, membership.org_type
from filed
join membership on filed.practice_code = membership.member_code
where
    membership.member_type = 'practice'
    and membership.view = 'today'
    and membership.org_type in ('practice', 'network', 'sub_board', 'board')
