/*
title = "Size of the waiting list"
also = ["Waiting list"]
meaning = "The number of waits for treatment at the end of the month."
said = "there were {value} on the list {where}"
unit = "waits"
kind = "count"
better = "lower"
topic = "elective waits"
why_it_matters = "A list that grows while treatments stay level is a longer wait to come."
numerator = "waits at the end of the month"
denominator = "none: a count"
source = "rtt"
caveats = [
    "A wait is a pathway: somebody waiting for two specialties has two.",
    "Community services left the count in February 2024; a fall in that month is a change of definition.",
    "Providers are shown with all they reported; boards, regions and England with their residents, without commissioner NONC.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "none"
counts = "waits"
safety = false
interface = false

[select]
mart = "rtt_counts"
numerator = "waiting"
*/
