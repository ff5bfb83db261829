/*
title = "Waits for a first appointment"
also = ["Wait to first appointment"]
meaning = "Half of the people first seen in the month had waited this many weeks or less since the referral."
said = "half {of} people seen for the first time {where} had waited {value} or longer"
unit = "weeks"
kind = "percentile"
better = "lower"
topic = "elective waits"
why_it_matters = "It is the wait that a patient asks the GP about."
numerator = "none: a percentile"
denominator = "people first seen"
source = "referrals"
caveats = [
    "By the month of the first appointment attended, from the day of the referral; urgent suspected cancer is left out, for it has its own standard.",
    "The first 18 weeks of a feed are left out: nobody in it could have waited longer. Until a year has passed nothing is judged by it.",
    "By deprivation fifth (1 is the most deprived), age, sex and ethnic category for providers and boards.",
    "Below ten people there is no figure: the 90th percentile would be one person's wait.",
    "A local feed: it knows the referrals of the practices that supply it, and stops at the board.",
    "Months count from the first that the feed covers to the last it reaches the end of.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = false
people = "none"
safety = false
interface = false
settles_in = 12

[select]
mart = "referral_percentiles"
denominator = "known"
value = "median / 7"
where = "step = 'seen'"
*/
