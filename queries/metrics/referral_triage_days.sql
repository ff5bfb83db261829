/*
title = "Waits for triage"
also = ["Days to triage"]
meaning = "Half of the referrals triaged in the month had waited this many days or less for it."
said = "half {of} referrals triaged {where} had waited {value} or longer"
unit = "days"
kind = "percentile"
better = "lower"
topic = "referral and advice"
why_it_matters = "Until triage nobody has looked. An urgent referral may lie among the others."
numerator = "none: a percentile"
denominator = "referrals triaged"
source = "referrals"
caveats = [
    "By the month of triage; calendar days since receipt (since the referral, where receipt isn't recorded).",
    "The first four weeks of a feed are left out, and its first three months judge nothing.",
    "Below ten people there is no figure: the 90th percentile would be one person's wait.",
    "A local feed: it knows the referrals of the practices that supply it, and stops at the board.",
    "Months count from the first that the feed covers to the last it reaches the end of.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = false
people = "none"
safety = false
interface = true
settles_in = 3

[select]
mart = "referral_percentiles"
denominator = "known"
value = "median"
where = "step = 'triaged'"
*/
