-- Referrals of the last twelve months of the feed, by practice and provider.
select practice_code, provider_code, count(*) as referrals, max(referred_on) as until
from referrals
where referred_on > (select max(referred_on) from referrals) - interval 12 month
group by practice_code, provider_code
order by practice_code, provider_code
