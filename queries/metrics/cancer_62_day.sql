/*
title = "Cancer treatment within 62 days"
meaning = "Of the people treated for cancer, the share whose first treatment began within 62 days, by whatever route they came."
said = "{value} of people treated for cancer began treatment within 62 days, whatever their route"
beyond = "{count} people {where} waited over 62 days to begin cancer treatment"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "cancer"
why_it_matters = "It covers the whole wait, from first suspicion to treatment. Delay costs lives."
numerator = "pathways within 62 days, all routes: urgent suspected cancer, breast symptoms, screening, a consultant's upgrade"
denominator = "pathways of all routes that ended in the month"
source = "cancer"
caveats = [
    "All routes together, and hospitals differ in their mix of them. The GPs' own route is a measure of its own.",
    "Half a person is a pathway that two trusts share.",
    "Boards are shown with their residents; England is the sum of the providers.",
    "Provisional figures are revised every half-year.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "shortfall"
gain = "about {count} more people a month would begin cancer treatment within 62 days"
safety = true
interface = false
like_for_like = "cancer_62_day_urgent"

[select]
mart = "cancer_counts"
numerator = "within_halves / 2"
denominator = "total_halves / 2"
where = "standard = '62' and route = 'ALL'"
*/
