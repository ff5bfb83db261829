/*
title = "New waits"
also = ["New on the list"]
meaning = "The number of waits that began in the month."
said = "{value} began {where}"
unit = "waits"
kind = "count"
better = "neither"
topic = "data and delivery"
why_it_matters = "This is demand. The hospital has to complete at least as many waits to stand still."
numerator = "clock starts in the month"
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
numerator = "clock_starts"
*/
