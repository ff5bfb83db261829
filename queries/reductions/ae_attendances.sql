-- A&E by month and provider: booked and unbooked added. A figure that was not collected stays null. The four-hour figure
-- counts only where both halves of a department's attendances are known.
select
    period,
    provider_code,
    cast(sum(attendances_type_1 + coalesce(booked_type_1, 0)) as int) as type_1,
    cast(sum(attendances_type_2 + coalesce(booked_type_2, 0)) as int) as type_2,
    cast(sum(attendances_other + coalesce(booked_other, 0)) as int) as other,
    cast(sum(over_4_hours_type_1 + coalesce(booked_over_4_hours_type_1, 0)) as int) as over_4_type_1,
    cast(sum(over_4_hours_type_2 + coalesce(booked_over_4_hours_type_2, 0)) as int) as over_4_type_2,
    cast(sum(over_4_hours_other + coalesce(booked_over_4_hours_other, 0)) as int) as over_4_other,
    cast(sum(decision_4_to_12_hours) as int) as decision_4_to_12,
    cast(sum(decision_over_12_hours) as int) as decision_over_12,
    cast(sum(admissions_type_1 + admissions_type_2 + admissions_other_department) as int) as admissions_through_ae,
    cast(sum(admissions_not_through_ae) as int) as admissions_not_through_ae

from stg_ae
group by period, provider_code
