/*
title = "Waits that ended after 18 weeks"
meaning = "Of the waits that ended in the month, the share that had lasted over 18 weeks."
said = "{value} {of} waits that ended {where} had lasted over 18 weeks"
unit = "percent"
kind = "proportion"
better = "lower"
topic = "inequality"
why_it_matters = "Nobody should wait longer because they are poor, old or from a minority group."
numerator = "clock stops over 126 days after the referral"
denominator = "clock stops"
source = "referrals"
caveats = [
    "By the month of the clock stop. Those still waiting are not in it: a hospital that leaves the longest waiters to last looks better.",
    "The first 18 weeks of a feed are left out: nobody in it could have waited longer. Until a year has passed nothing is judged by it.",
    "By deprivation fifth (1 is the most deprived), age, sex and ethnic category for providers and boards.",
    "A local feed: it knows the referrals of the practices that supply it, and stops at the board.",
    "Months count from the first that the feed covers to the last it reaches the end of.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = false
people = "numerator"
counts = "waits"
gain = "about {count} fewer waits a month would last over 18 weeks"
safety = false
interface = false
settles_in = 12

[select]
mart = "referral_counts"
numerator = "stopped_over_18_weeks"
denominator = "stopped"
*/
