/*
title = "Waiting list"
meaning = "The number of people waiting for treatment at the end of the month."
unit = "people"
kind = "count"
better = "lower"
topic = "elective waits"
why_it_matters = "A list that grows while treatments stay level is a longer wait to come."
numerator = "people waiting at the end of the month"
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
numerator = "waiting"
*/
