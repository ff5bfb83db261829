/*
title = "Waits for advice"
also = ["Days to an answer"]
meaning = "Half of the advice requests answered in the month were answered within this many days."
said = "half {of} answers to requests for advice {where} took {value} or longer"
unit = "days"
kind = "percentile"
better = "lower"
topic = "referral and advice"
why_it_matters = "The patient waits for it, and so does the GP."
numerator = "none: a percentile"
denominator = "requests answered"
source = "advice"
caveats = [
    "By the month of the answer; calendar days, weekends and bank holidays included.",
    "Requests that have no answer yet are not in it. The first four weeks of a feed are left out, and its first three months judge nothing.",
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
where = "step = 'answered'"
*/
