/*
title = "Cancer treatment within 62 days"
meaning = "Of the people treated for cancer, the share whose first treatment began within 62 days of an urgent referral."
beyond = "{count} people {where} waited over 62 days from an urgent referral to cancer treatment"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "cancer"
why_it_matters = "It is the whole way, from the GP's letter to treatment: delay costs lives."
numerator = "pathways within 62 days"
denominator = "pathways that ended in the month"
source = "cancer"
caveats = [
    "Half a person is a pathway that two trusts share.",
    "Boards are shown with their residents; England is the sum of the providers.",
    "Provisional figures are revised every half-year.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "shortfall"
safety = true
interface = false

[select]
mart = "cancer_counts"
numerator = "within_halves / 2"
denominator = "total_halves / 2"
where = "standard = '62'"
*/
