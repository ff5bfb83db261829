-- The same for each practice, and for every network, board and region as the sum of its practices: unweighted between them.
select
    period,
    membership.view,
    membership.org_code,
    'ALL' as population_code,
    'ALL' as specialty_code,
    'ALL' as group_code,
    cast(sum(good) as bigint) as good,
    cast(sum(answers) as bigint) as answers

from red_practices_surveyed
join membership on practice_code = member_code and member_type = 'practice'
group by period, membership.view, membership.org_code
