/*
What makes organisations alike, for the choice of peers: their size, their kind of work and whom they look after; never their
performance, nor how they record it.

list_size, ae_attendances, registered_patients: natural log of 1 + the latest count, so that twice as large is as far at the
bottom as at the top; specialties: how many treatment functions have at least 20 people waiting (log of 1 + n); mix:<specialty>: its
share of the list, of which all together have the weight of specialty_mix; major_ae: 1 for a hospital with a major A&E department;
older_people, deprivation: of the people it looks after (`peoples`).
The weights and what is printed of them are in briefing/context/settings.py. Like is compared with like (NHS trusts with NHS trusts);
England has no peer.
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

),

lists as (

    select compared_as, org_code, specialty_code, coalesce(numerator, value) as people
    from whole
    where metric = 'rtt_list_size'

),

mix as (

    select *, people / sum(people) over (partition by org_code order by specialty_code rows between unbounded preceding and unbounded following) as share
    from lists
    where specialty_code <> 'ALL'

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
select compared_as, org_code, 'major_ae' as variable, 1 as value
from whole where metric = 'ae_4_hours_type_1' and specialty_code = 'ALL' and denominator > 0
union all
select compared_as, org_code, 'registered_patients' as variable, ln(1 + denominator) as value
from whole where metric = 'gp_referrals_per_1000' and specialty_code = 'ALL' and denominator is not null
union all
select whole.compared_as, peoples.org_code, 'older_people' as variable, peoples.older as value
from peoples
inner join (select distinct compared_as, org_code from whole) as whole using (org_code)
where peoples.older is not null
union all
select whole.compared_as, peoples.org_code, 'deprivation' as variable, peoples.deprivation as value
from peoples
inner join (select distinct compared_as, org_code from whole) as whole using (org_code)
where peoples.deprivation is not null
order by compared_as, org_code, variable
