/*
title = "First appointments within 18 weeks"
also = ["First seen within 18 weeks"]
meaning = "Of the people first seen in the month, the share who had waited 18 weeks or less since the referral."
said = "{value} {of} people seen for the first time {where} had waited 18 weeks or less"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "elective waits"
why_it_matters = "It shows whether people get in to see a specialist in time."
numerator = "people seen within 126 days"
denominator = "people first seen, urgent suspected cancer left out"
source = "referrals"
caveats = [
    "By the month of the first appointment attended. The national measure counts those still waiting; this one those seen.",
    "The first 18 weeks of a feed are left out: nobody in it could have waited longer. Until a year has passed nothing is judged by it.",
    "By deprivation fifth (1 is the most deprived), age, sex and ethnic category for providers and boards.",
    "A local feed: it knows the referrals of the practices that supply it, and stops at the board.",
    "Months count from the first that the feed covers to the last it reaches the end of.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = false
people = "shortfall"
gain = "about {count} more people a month would be seen within 18 weeks"
safety = false
interface = false
settles_in = 12

[select]
mart = "referral_counts"
numerator = "seen_within_18_weeks"
denominator = "seen"
*/
