/*
title = "Missed first appointments"
meaning = "Of the first appointments that the patient could have kept, the share that was missed."
said = "{value} {of} first appointments {where} were missed"
unit = "percent"
kind = "proportion"
better = "lower"
topic = "outpatients and theatres"
why_it_matters = "Each one is clinic time lost. It may be a sign that letters come late, or that the hospital is hard to reach."
numerator = "first appointments that the patient did not attend"
denominator = "first appointments attended or missed"
source = "referrals"
caveats = [
    "By the month of the appointment; cancelled ones are left out.",
    "By deprivation fifth (1 is the most deprived), age, sex and ethnic category for providers and boards.",
    "A local feed: it knows the referrals of the practices that supply it, and stops at the board.",
    "Months count from the first that the feed covers to the last it reaches the end of.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = false
people = "numerator"
counts = "appointments"
gain = "about {count} fewer first appointments a month would be missed"
safety = false
interface = false

[select]
mart = "referral_counts"
numerator = "missed"
denominator = "kept_or_missed"
*/
