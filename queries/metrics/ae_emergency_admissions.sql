/*
title = "Emergency admissions"
meaning = "The number of emergency admissions, through A&E and direct."
said = "there were {value} emergency admissions"
unit = "count"
kind = "count"
better = "neither"
topic = "urgent care"
why_it_matters = "Each takes a bed that a planned patient may have waited for."
numerator = "emergency admissions"
denominator = "none: a count"
source = "ae"
caveats = [
    "A board's figure is the sum of the providers that belong to it, whoever their patients are.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "none"
counts = "admissions"
safety = false
interface = false

[select]
mart = "ae_counts"
numerator = "emergency_admissions"
*/
