/*
title = "A&E visits within 4 hours"
also = ["A&E within 4 hours"]
meaning = "Of all visits to A&E, the share that ended in admission, transfer or going home within 4 hours."
said = "{value} of visits to A&E took 4 hours or less"
beyond = "{count} visits to A&E took over 4 hours"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "urgent care"
why_it_matters = "It shows how well patients move through the whole hospital. The risk of harm rises with every hour beyond."
numerator = "visits of up to 4 hours"
denominator = "visits to departments of all types"
source = "ae"
caveats = [
    "All types of department together, and hospitals differ in their mix of them: beside others, compare the major departments.",
    "Booked and unbooked attendances together.",
    "Providers that did not report four-hour times are left out, not counted as 0.",
    "A board's figure is the sum of the providers that belong to it, whoever their patients are.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "shortfall"
counts = "visits"
gain = "about {count} more visits to A&E a month would take 4 hours or less"
safety = false
interface = false
like_for_like = "ae_4_hours_type_1"

[select]
mart = "ae_counts"
numerator = "timed - over_4"
denominator = "timed"
*/
