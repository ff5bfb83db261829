/*
title = "GP referrals counted by the hospital"
also = ["GP referrals (published)"]
meaning = "The number of referrals by GPs that the hospital counted in the month, all specialties."
unit = "count"
kind = "count"
better = "neither"
topic = "referral and advice"
why_it_matters = "It is the hospital's own count of demand, to compare with the practices'."
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
counts = "referrals"
safety = false
interface = false

[select]
mart = "referral_return_counts"
numerator = "gp_referrals"
*/
