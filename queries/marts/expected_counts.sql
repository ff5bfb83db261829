-- Referrals made and expected of each practice, network and sub-board in each month: `practice_expected`, rolled up.
-- Those that allow for deprivation leave out practices whose deprivation isn't known, on both sides.
select
    practice_expected.period,
    'today' as view,
    membership.org_code,
    'ALL' as population_code,
    'ALL' as specialty_code,
    'ALL' as group_code,
    sum(practice_expected.made) as made,
    sum(practice_expected.expected) as expected,
    sum(practice_expected.made) filter (
        practice_expected.expected_with_deprivation is not null
    ) as made_with_deprivation,
    sum(practice_expected.expected_with_deprivation) as expected_with_deprivation

from practice_expected
join membership on practice_expected.practice_code = membership.member_code
where
    membership.member_type = 'practice'
    and membership.org_type in ('practice', 'network', 'sub_board')
    and membership.view = 'today'
group by practice_expected.period, membership.org_code
