-- What patients said of each trust and each practice, and nothing above them: whoever is hidden is missing in every sum, and the publisher
-- says that services ask in ways too different to be added up or set beside each other. Trusts that merged are added up.
select
    period,
    membership.view,
    membership.org_code,
    'ALL' as population_code,
    'ALL' as specialty_code,
    'ALL' as group_code,
    service,
    cast(case when count(positive) = count(*) then sum(responses) end as bigint) as responses,
    cast(case when count(positive) = count(*) then sum(positive) end as bigint) as positive,
    cast(case when count(eligible) = count(*) then sum(answered) end as bigint) as answered,
    cast(case when count(eligible) = count(*) then sum(eligible) end as bigint) as eligible

from red_patients_said
join membership
    on red_patients_said.org_code = membership.member_code
    and red_patients_said.org_type = membership.member_type
    and membership.org_type = membership.member_type
group by period, membership.view, membership.org_code, service
