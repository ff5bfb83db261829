/*
title = "Referrals compared with what is expected"
also = ["Referrals against expected"]
meaning = "Referrals the practice made for every one expected, if it referred as often as the board as a whole."
unit = "ratio"
kind = "ratio"
better = "neither"
topic = "referral and advice"
why_it_matters = "A practice with many older people refers more. This allows for that. What is left is worth talking about."
numerator = "referrals made"
denominator = "referrals expected"
source = "referrals"
caveats = [
    "What is expected allows for age and sex where every practice of the board has a list by age, otherwise for list size alone. The table practice_expected says which, in its column basis.",
    "Need, distance and deprivation are not allowed for: practice_referrals_allowing_for_deprivation allows for the last.",
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
mart = "expected_counts"
numerator = "made"
denominator = "cast(expected as double)"
*/
