/*
title = "Referrals compared with practices of similar deprivation"
also = ["Referrals against expected, deprivation too"]
meaning = "Referrals the practice made for every one expected, if it referred as often as practices in similar areas."
unit = "ratio"
kind = "ratio"
better = "neither"
topic = "referral and advice"
why_it_matters = "People in deprived areas need more care, and earlier. This compares practices that serve similar areas."
numerator = "referrals made"
denominator = "referrals expected, deprivation allowed for"
source = "referrals"
caveats = [
    "What is expected allows for age and sex where every practice of the board has a list by age, otherwise for list size alone. The table practice_expected says which, in its column basis.",
    "Deprivation is that of where the practice's people live, in fifths; a fifth with fewer than three practices is taken together with its neighbour. What a group makes for every one expected is pooled over twelve months.",
    "Empty for practices whose deprivation is not known, and in a board too small for 2 such groups.",
    "Need and distance are not allowed for; and where deprived people are referred too little, this calls it usual.",
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
numerator = "made_with_deprivation"
denominator = "cast(expected_with_deprivation as double)"
*/
