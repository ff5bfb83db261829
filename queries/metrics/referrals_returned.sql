/*
title = "Referrals sent back"
meaning = "Of the referrals that the hospital triaged in the month, the share it sent back to the practice."
said = "{value} {of} referrals {where} were sent back"
unit = "percent"
kind = "proportion"
better = "lower"
topic = "referral and advice"
why_it_matters = "The practice does the work twice, and the patient loses time."
numerator = "referrals returned at triage"
denominator = "referrals triaged"
source = "referrals"
caveats = [
    "By the month of triage.",
    "By deprivation fifth (1 is the most deprived), age, sex and ethnic category for providers and boards.",
    "A local feed: it knows the referrals of the practices that supply it, and stops at the board.",
    "Months count from the first that the feed covers to the last it reaches the end of.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = false
people = "numerator"
counts = "referrals"
gain = "about {count} fewer referrals a month would be sent back"
safety = false
interface = true

[select]
mart = "referral_counts"
numerator = "returned"
denominator = "triaged"
*/
