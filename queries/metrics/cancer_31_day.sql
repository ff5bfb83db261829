/*
title = "Cancer treatment within 31 days"
meaning = "Of the people treated for cancer, the share whose treatment began within 31 days of the decision."
said = "{value} of people with cancer {where} began treatment within 31 days of the decision"
beyond = "{count} people {where} waited over 31 days from the decision to cancer treatment"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "cancer"
why_it_matters = "The patient and the hospital have agreed what to do. Only capacity is in the way."
numerator = "pathways within 31 days"
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
gain = "about {count} more people a month would begin cancer treatment within 31 days"
safety = true
interface = false

[select]
mart = "cancer_counts"
numerator = "within_halves / 2"
denominator = "total_halves / 2"
where = "standard = '31' and route = 'ALL'"
*/
