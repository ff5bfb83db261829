/*
What makes organisations alike, for the choice of peers: their size and kind of work, never their performance.

list_size, ae_attendances, registered_patients: natural log of 1 + the latest count, so that twice as large is as far at the
bottom as at the top; specialties: how many treatment functions have at least 20 people waiting (log of 1 + n);
decision_to_admit_share: the per cent of the list waiting for admission, a mark of surgical work, as a fraction.
Weights are in the settings. Like is compared with like (NHS trusts with NHS trusts); England has no peer.
*/
with

whole as (

    select *
    from latest
    where
        view = 'today'
        and is_current
        and population_code = 'ALL'
        and group_code = 'ALL'
        and compared_as <> 'england'

)

select compared_as, org_code, 'list_size' as variable, ln(1 + coalesce(numerator, value)) as value
from whole where metric = 'rtt_list_size' and specialty_code = 'ALL'
union all
select compared_as, org_code, 'ae_attendances' as variable, ln(1 + coalesce(numerator, value)) as value
from whole where metric = 'ae_attendances' and specialty_code = 'ALL'
union all
select compared_as, org_code, 'specialties' as variable, ln(1 + count(*)) as value
from whole where metric = 'rtt_list_size' and specialty_code <> 'ALL' and coalesce(numerator, value) >= 20
group by compared_as, org_code
union all
select compared_as, org_code, 'decision_to_admit_share' as variable, value / 100 as value
from whole where metric = 'rtt_decision_to_admit_share' and specialty_code = 'ALL' and value is not null
union all
select compared_as, org_code, 'registered_patients' as variable, ln(1 + denominator) as value
from whole where metric = 'gp_referrals_per_1000' and specialty_code = 'ALL' and denominator is not null
order by compared_as, org_code, variable
