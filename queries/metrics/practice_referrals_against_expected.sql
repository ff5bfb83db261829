/*
title = "Referrals against expected"
meaning = "Referrals made by the practice for every one that it would have made had its people been referred like those of the whole board."
unit = "ratio"
kind = "ratio"
better = "neither"
topic = "referral and advice"
why_it_matters = "A practice with many old people refers more. This allows for that, so that what is left is worth a talk."
numerator = "referrals made"
denominator = "referrals expected"
source = "referrals"
caveats = [
    "Expected allows for age and sex where a list by age is loaded for every practice of the board, otherwise for list size alone; the table practice_expected says which, in its column basis.",
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
