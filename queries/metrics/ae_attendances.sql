/*
title = "Visits to A&E"
also = ["A&E attendances"]
meaning = "The number of visits to A&E departments of all types."
said = "there were {value} visits to A&E"
unit = "count"
kind = "count"
better = "neither"
topic = "urgent care"
why_it_matters = "This is demand. Practices can influence it; the hospital cannot."
numerator = "visits to departments of all types"
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
counts = "visits"
safety = false
interface = false

[select]
mart = "ae_counts"
numerator = "attendances"
*/
