/*
title = "Longest waits for triage"
also = ["Days to triage, slowest tenth"]
meaning = "Nine of ten referrals triaged in the month had waited this many days or less for it."
said = "one in ten {of} referrals triaged {where} had waited {value} or longer"
unit = "days"
kind = "percentile"
better = "lower"
topic = "referral and advice"
why_it_matters = "The median hides the pile that nobody has opened."
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
value = "ninetieth"
where = "step = 'triaged'"
*/
