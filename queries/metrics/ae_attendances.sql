/*
title = "A&E attendances"
meaning = "The number of attendances at A&E departments of all types."
unit = "count"
kind = "count"
better = "neither"
topic = "urgent care"
why_it_matters = "Demand: what practices can influence and the hospital can't."
numerator = "attendances at departments of all types"
denominator = "none: a count"
source = "ae"
caveats = [
    "Booked and unbooked attendances together.",
    "A board's figure is the sum of the providers that belong to it, whoever their patients are.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "none"
safety = false
interface = false

[select]
mart = "ae_counts"
numerator = "attendances"
*/
