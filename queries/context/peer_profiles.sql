/*
What makes organisations alike, for the choice of peers: their size, their kind of work and whom they look after; never their
performance, nor how they record it.

list_size, ae_attendances, registered_patients: natural log of 1 + the latest count, so that twice as large is as far at the
bottom as at the top; specialties: how many treatment functions have at least 20 people waiting (log of 1 + n); mix:<specialty>: its
share of the list, of which all together have the weight of specialty_mix; major_ae, older_people, deprivation: see the mart `likeness`.
A month of the last twelve will do: who has not reported the latest is no smaller for it.
The weights and what is printed of them are in briefing/context/settings.py. Like is compared with like (NHS trusts with NHS trusts);
England has no peer.
*/
with

whole as (

    select latest.*
    from latest
    inner join metric_periods on metric_periods.metric = latest.metric and metric_periods.is_latest
    where
        view = 'today'
        and last_period > metric_periods.period - interval 12 month
        and population_code = 'ALL'
        and group_code = 'ALL'
        and compared_as <> 'england'

),

lists as (

    select compared_as, org_code, specialty_code, coalesce(numerator, value) as people
    from whole
    where metric = 'rtt_list_size'

),

mix as (

    select parts.compared_as, parts.org_code, parts.specialty_code, parts.people / nullif(whole.people, 0) as share
    from lists as parts
    inner join lists as whole on whole.org_code = parts.org_code and whole.specialty_code = 'ALL'
    where parts.specialty_code <> 'ALL'

)

select compared_as, org_code, 'list_size' as variable, ln(1 + people) as value
from lists where specialty_code = 'ALL'
union all
select compared_as, org_code, 'ae_attendances' as variable, ln(1 + coalesce(numerator, value)) as value
from whole where metric = 'ae_attendances' and specialty_code = 'ALL'
union all
select compared_as, org_code, 'specialties' as variable, ln(1 + count(*)) as value
from lists where specialty_code <> 'ALL' and people >= 20
group by compared_as, org_code
union all
select compared_as, org_code, 'mix:' || specialty_code as variable, share as value
from mix where share is not null
union all
select compared_as, org_code, 'registered_patients' as variable, ln(1 + denominator) as value
from whole where metric = 'gp_referrals_per_1000' and specialty_code = 'ALL' and denominator is not null
union all
select whole.compared_as, likeness.org_code, likeness.variable, likeness.value
from likeness
inner join (select distinct compared_as, org_code from whole) as whole using (org_code)
order by compared_as, org_code, variable
