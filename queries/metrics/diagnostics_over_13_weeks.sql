/*
title = "Over 13 weeks for a test"
meaning = "Of the people waiting for one of 15 diagnostic tests at the end of the month, the share who had waited over 13 weeks."
said = "{value} of waits for a test {where} were over 13 weeks"
beyond = "{count} waits for a test {where} were over 13 weeks"
unit = "percent"
kind = "proportion"
better = "lower"
topic = "diagnostics"
why_it_matters = "A test is where a pathway starts: nothing can be ruled in or out, nor treated, before it."
numerator = "people waiting 13 weeks or more"
denominator = "people waiting at the end of the month"
source = "diagnostics"
caveats = [
    "Groups are the tests; the total is their sum.",
    "Providers are shown with all they reported; boards, regions and England with their residents, without commissioner NONC.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "numerator"
safety = true
interface = false

[select]
mart = "diagnostic_counts"
numerator = "over_13_weeks"
denominator = "waiting"
*/
