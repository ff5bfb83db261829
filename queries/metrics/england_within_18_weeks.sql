/*
title = "England's waits within 18 weeks"
meaning = "Of all waits for treatment in England at the end of a month, the share of up to 18 weeks."
said = "{value} of waits in England were within 18 weeks"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "elective waits"
why_it_matters = "It shows what has been reached before, and how much of a change here is a change everywhere."
numerator = "waits of up to 18 weeks"
denominator = "all waits at the end of the month"
source = "rtt_overview"
caveats = [
    "England alone, as background: a hospital's own figure comes from the full extract of each month.",
    "As submitted: trusts that sent nothing are not in it. The publisher's estimates for them are kept beside it.",
    "Community services left the collection in February 2024, so the list before and after is not the same list.",
]
owner = "Analytics"
reviewed = 2026-11-30
published = true
people = "none"
counts = "waits"
safety = false
interface = false

[select]
mart = "england_waits"
numerator = "within_18_weeks"
denominator = "waiting"
*/
