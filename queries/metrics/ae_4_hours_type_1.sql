/*
title = "Major A&E visits within 4 hours"
also = ["Major A&E within 4 hours"]
meaning = "Of the visits to a major (type 1) A&E department, the share that ended in admission, transfer or going home within 4 hours."
said = "{value} of visits to a major A&E took 4 hours or less"
beyond = "{count} visits to a major A&E took over 4 hours"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "urgent care"
why_it_matters = "Minor injury units can hide a failing major department in the figure for all types."
numerator = "visits of up to 4 hours, type 1"
denominator = "visits, type 1"
source = "ae"
caveats = [
    "Booked and unbooked attendances together.",
    "A board's figure is the sum of the providers that belong to it, whoever their patients are.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "shortfall"
counts = "visits"
gain = "about {count} more visits to a major A&E a month would take 4 hours or less"
safety = false
interface = false

[select]
mart = "ae_counts"
numerator = "timed_type_1 - over_4_type_1"
denominator = "timed_type_1"
*/
