-- A&E for every organisation: a board, a region and England are the sums of the providers that belong to them.
-- `timed` counts the attendances whose four-hour outcome is known: a provider that did not report it is left out of both.
select
    period,
    membership.view,
    membership.org_code,
    'ALL' as population_code,
    'ALL' as specialty_code,
    'ALL' as group_code,
    cast(sum(type_1 + type_2 + other) as bigint) as attendances,
    cast(sum(type_1 + type_2 + other) filter (over_4_type_1 + over_4_type_2 + over_4_other is not null) as bigint) as timed,
    cast(sum(over_4_type_1 + over_4_type_2 + over_4_other) as bigint) as over_4,
    cast(sum(type_1) filter (over_4_type_1 is not null) as bigint) as timed_type_1,
    cast(sum(over_4_type_1) as bigint) as over_4_type_1,
    cast(sum(decision_4_to_12) as bigint) as decision_4_to_12,
    cast(sum(decision_over_12) as bigint) as decision_over_12,
    cast(sum(admissions_through_ae) as bigint) as admissions_through_ae,
    cast(sum(admissions_through_ae + admissions_not_through_ae) as bigint) as emergency_admissions

from red_ae_attendances
join membership on provider_code = member_code and member_type = 'provider'
group by period, membership.view, membership.org_code
