/*
title = "Advice requests that became referrals"
also = ["Advice that became a referral"]
meaning = "Of the advice requests answered in the month, the share turned into a referral."
said = "{value} {of} requests for advice {where} became a referral"
unit = "percent"
kind = "proportion"
better = "neither"
topic = "referral and advice"
why_it_matters = "If nearly all advice ends in a referral, asking first is a detour. If none does, it may be a barrier."
numerator = "requests converted to a referral"
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
people = "none"
safety = false
interface = false

[select]
mart = "referral_counts"
numerator = "converted"
denominator = "answered"
*/
