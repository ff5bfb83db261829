/*
title = "Waiting for a bed or theatre date"
meaning = "Of the people waiting, the share for whom admission has been decided."
unit = "percent"
kind = "proportion"
better = "neither"
topic = "outpatients and theatres"
why_it_matters = "It tells where people wait: for a clinic, or for a theatre."
numerator = "people waiting with a decision to admit (part 2A, a subset of part 2)"
denominator = "people waiting at the end of the month"
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
numerator = "decided_to_admit"
denominator = "waiting"
*/
