-- Steps of a referral counted for every organisation, specialty and group. Groups are kept for providers and boards, specialties
-- for all but practices and networks (but for the referrals they make): the rest would be a handful of people. What
-- happened to nobody is null, not zero.
select
    period,
    view,
    org_code,
    org_type,
    'ALL' as population_code,
    if(grouping(specialty_code) = 1, 'ALL', specialty_code) as specialty_code,
    coalesce(deprivation_group, age_group, sex_group, ethnic_group, 'ALL') as group_code,
    cast(sum(columns([
        'made', 'triaged', 'returned', 'booked', 'kept_or_missed', 'missed', 'cancelled_by_hospital', 'seen',
        'seen_within_18_weeks', 'letters_due', 'letters_in_time', 'stopped', 'stopped_over_18_weeks', 'ended',
        'ended_by_monitoring', 'answered', 'converted', 'advice_returned'
    ])) as bigint)

from referral_steps
join feed_places using (practice_code, provider_code)
group by
    period, view, org_code, org_type,
    grouping sets ((), (specialty_code)),
    grouping sets ((), (deprivation_group), (age_group), (sex_group), (ethnic_group))
having
    (grouping(specialty_code) = 1 or specialty_code <> '')
    and (
        grouping(deprivation_group, age_group, sex_group, ethnic_group) = 15
        or org_type in ('provider', 'board')
        and coalesce(deprivation_group, age_group, sex_group, ethnic_group) is not null
    )
    and (grouping(specialty_code) = 1 or org_type not in ('practice', 'network') or sum(made) > 0)
