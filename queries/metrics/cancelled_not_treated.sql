/*
title = "Cancelled operations not done within 28 days"
meaning = "Of operations that the hospital cancelled at the last minute, the share whose patient was not treated within 28 days."
said = "{value} {of} cancelled operations were not done within 28 days"
unit = "percent"
kind = "proportion"
better = "lower"
topic = "elective waits"
why_it_matters = "Whoever was sent home on the day was promised another date within 28 days."
numerator = "patients not treated within 28 days"
denominator = "operations cancelled at the last minute"
source = "cancelled_operations"
caveats = [
    "Operations cancelled for reasons of the hospital, on the day or after arrival. By quarter: it stands at its last month.",
    "The layout was described, and no original of the file seen: hold the first figures against the publisher's page.",
]
owner = "Analytics"
reviewed = 2026-11-30
published = true
people = "numerator"
counts = "operations"
safety = false
interface = false

[select]
mart = "hospital_return_counts"
numerator = "part"
denominator = "whole"
where = "name = 'cancelled_operations'"
*/
