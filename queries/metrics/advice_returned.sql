/*
title = "Advice requests sent back"
meaning = "Of the advice requests answered in the month, the share returned without advice."
said = "{value} {of} requests for advice {where} were sent back without advice"
unit = "percent"
kind = "proportion"
better = "lower"
topic = "referral and advice"
why_it_matters = "The practice asked a question and got no answer."
numerator = "requests returned"
denominator = "requests answered"
source = "advice"
caveats = [
    "By the month of the answer; requests that have no answer yet are not in it.",
    "A local feed: it knows the referrals of the practices that supply it, and stops at the board.",
    "Months count from the first that the feed covers to the last it reaches the end of.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = false
people = "numerator"
counts = "requests"
gain = "about {count} fewer requests for advice a month would be sent back"
safety = false
interface = true

[select]
mart = "referral_counts"
numerator = "advice_returned"
denominator = "answered"
*/
