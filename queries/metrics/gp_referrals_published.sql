/*
title = "GP referrals (published)"
meaning = "The number of referrals by GPs that the hospital counted in the month, all specialties."
unit = "count"
kind = "count"
better = "neither"
topic = "referral and advice"
why_it_matters = "The hospital's own count of demand, to hold against the practices'."
numerator = "referrals made by GPs"
denominator = "none: a count"
source = "referral_returns"
caveats = [
    "Providers are shown with all they reported; boards, regions and England with their residents, without commissioner NONC.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "none"
safety = false
interface = false
*/
select
    period,
    view,
    org_code,
    population_code,
    'ALL' as specialty_code,
    'ALL' as group_code,
    gp_referrals as numerator,
    null as denominator,
    null as value

from referral_return_counts
where gp_referrals is not null
order by period, view, org_code, population_code, specialty_code, group_code
