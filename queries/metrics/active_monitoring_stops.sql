/*
title = "Waits ended by active monitoring"
also = ["Clocks stopped for watchful waiting"]
meaning = "Of the waits that ended in the month, the share that ended in active monitoring."
said = "{value} {of} waits that ended {where} ended in active monitoring"
unit = "percent"
kind = "proportion"
better = "lower"
topic = "elective waits"
why_it_matters = "It ends the wait on paper, while the patient may still expect treatment."
numerator = "clock stops recorded as active monitoring"
denominator = "clock stops"
source = "referrals"
caveats = [
    "By the month of the clock stop.",
    "By deprivation fifth (1 is the most deprived), age, sex and ethnic category for providers and boards.",
    "A local feed: it knows the referrals of the practices that supply it, and stops at the board.",
    "Months count from the first that the feed covers to the last it reaches the end of.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = false
people = "numerator"
counts = "waits"
gain = "about {count} fewer waits a month would end in active monitoring"
safety = false
interface = false
settles_in = 12

[select]
mart = "referral_counts"
numerator = "ended_by_monitoring"
denominator = "ended"
*/
