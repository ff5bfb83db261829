/*
title = "New on the list"
meaning = "The number of people whose waiting clock started in the month."
unit = "people"
kind = "count"
better = "neither"
topic = "data and delivery"
why_it_matters = "Demand: what the hospital must at least match with treatments to stand still."
numerator = "clock starts in the month"
denominator = "none: a count"
source = "rtt"
caveats = [
    "Figures count pathways, not people: somebody waiting for two specialties counts twice.",
    "Community services left the count in February 2024; a fall in that month is a change of definition.",
    "Providers are shown with all they reported; boards, regions and England with their residents, without commissioner NONC.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "none"
safety = false
interface = false

[select]
mart = "rtt_counts"
numerator = "clock_starts"
*/
