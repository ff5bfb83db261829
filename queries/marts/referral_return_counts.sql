-- Published referral returns for every organisation and population.
select
    period,
    reach.view,
    reach.org_code,
    reach.population_code,
    'ALL' as specialty_code,
    'ALL' as group_code,
    cast(sum(gp_referrals) as bigint) as gp_referrals,
    cast(sum(other_referrals) as bigint) as other_referrals

from red_referral_returns
join reach using (provider_code, commissioner_code, commissioner_parent_code)
group by all
