/*
title = "A&E within 4 hours"
meaning = "Of all people who came to A&E, the share admitted, moved or sent home within four hours."
said = "{value} of visits to A&E took four hours or less"
beyond = "{count} visits to A&E took over four hours"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "urgent care"
why_it_matters = "It stands for the flow of the whole hospital; harm rises with every hour beyond."
numerator = "attendances of up to four hours"
denominator = "attendances at departments of all types"
source = "ae"
caveats = [
    "All types of department together, and hospitals differ in their mix of them: beside others, compare the major departments.",
    "Booked and unbooked attendances together.",
    "Providers that did not report four-hour times are left out, not counted as nought.",
    "A board's figure is the sum of the providers that belong to it, whoever their patients are.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "shortfall"
safety = false
interface = false
like_for_like = "ae_4_hours_type_1"

[select]
mart = "ae_counts"
numerator = "timed - over_4"
denominator = "timed"
*/
