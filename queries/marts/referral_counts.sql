-- Steps of a referral counted for every organisation, specialty and group. Groups are kept for providers and boards; a practice's would
-- be a handful of people. What did not happen to anyone is null, not zero.
select
    period,
    view,
    org_code,
    org_type,
    specialty_code,
    group_code,
    cast(sum(n) filter (step = 'made') as bigint) as made,
    cast(sum(n) filter (step = 'triaged') as bigint) as triaged,
    cast(sum(n) filter (step = 'triaged' and outcome = 'returned') as bigint) as returned,
    cast(sum(n) filter (step = 'booked' and outcome = 'attended') as bigint) as attended,
    cast(sum(n) filter (step = 'booked' and outcome = 'did not attend') as bigint) as missed,
    cast(sum(n) filter (step = 'booked' and outcome = 'cancelled by provider') as bigint) as cancelled_by_hospital,
    cast(sum(n) filter (step = 'booked' and outcome is not null) as bigint) as booked,
    cast(sum(n) filter (step = 'seen') as bigint) as seen,
    cast(sum(n) filter (step = 'seen' and days <= 126) as bigint) as seen_within_18_weeks,
    cast(sum(n) filter (step = 'letter') as bigint) as letters_due,
    cast(sum(n) filter (step = 'letter' and outcome = 'in time') as bigint) as letters_in_time,
    cast(sum(n) filter (step = 'stopped') as bigint) as stopped,
    cast(sum(n) filter (step = 'stopped' and outcome = 'over 18 weeks') as bigint) as stopped_over_18_weeks,
    cast(sum(n) filter (step = 'ended') as bigint) as ended,
    cast(sum(n) filter (step = 'ended' and outcome = 'active monitoring') as bigint) as ended_by_monitoring,
    cast(sum(n) filter (step = 'answered') as bigint) as answered,
    cast(sum(n) filter (step = 'answered' and outcome = 'returned') as bigint) as advice_returned,
    cast(sum(n) filter (step = 'answered' and outcome = 'converted to referral') as bigint) as converted

from referral_events
join feed_places using (practice_code, provider_code)
where group_code = 'ALL' or org_type in ('provider', 'board')
group by all
