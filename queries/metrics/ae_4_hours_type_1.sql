/*
title = "Major A&E within 4 hours"
meaning = "Of the people who came to a major (type 1) A&E department, the share admitted, moved or sent home within four hours."
said = "{value} of visits to a major A&E took four hours or less"
beyond = "{count} visits to a major A&E took over four hours"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "urgent care"
why_it_matters = "Minor injury units can hide a failing major department in the figure for all types."
numerator = "attendances of up to four hours, type 1"
denominator = "attendances, type 1"
source = "ae"
caveats = [
    "Booked and unbooked attendances together.",
    "A board's figure is the sum of the providers that belong to it, whoever their patients are.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "shortfall"
safety = false
interface = false

[select]
mart = "ae_counts"
numerator = "timed_type_1 - over_4_type_1"
denominator = "timed_type_1"
*/
