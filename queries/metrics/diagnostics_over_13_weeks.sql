/*
title = "Waits of over 13 weeks for a test"
also = ["Over 13 weeks for a test"]
meaning = "Of the waits for one of 15 diagnostic tests at the end of the month, the share of over 13 weeks."
said = "{value} of waits for a test {where} were over 13 weeks"
beyond = "{count} waits for a test {where} were over 13 weeks"
unit = "percent"
kind = "proportion"
better = "lower"
topic = "diagnostics"
why_it_matters = "Nothing can be ruled in or out, or treated, before the test."
numerator = "waits of 13 weeks or more"
denominator = "waits at the end of the month"
source = "diagnostics"
caveats = [
    "Groups are the tests; the total is their sum.",
    "Providers are shown with all they reported; boards, regions and England with their residents, without commissioner NONC.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "numerator"
counts = "waits"
gain = "about {count} fewer waits for a test would be over 13 weeks"
safety = true
interface = false

[select]
mart = "diagnostic_counts"
numerator = "over_13_weeks"
denominator = "waiting"
*/
