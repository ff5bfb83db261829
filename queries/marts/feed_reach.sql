-- The first and last day that each local feed speaks of; no row of one that is not loaded.
select 'referrals' as feed, first_day, last_day from red_referrals_reach
where first_day is not null

union all

select 'advice' as feed, first_day, last_day from red_advice_reach
where first_day is not null
