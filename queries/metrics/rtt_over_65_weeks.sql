/*
title = "Waiting over 65 weeks"
meaning = "Of the people waiting for treatment at the end of the month, the share who had waited over 65 weeks."
said = "{value} of people waiting {where} had waited over 65 weeks"
beyond = "{count} people {where} had waited over 65 weeks"
unit = "percent"
kind = "proportion"
better = "lower"
topic = "elective waits"
why_it_matters = "Nobody was to wait this long by March 2026; each one left is a person whom the plan has missed."
numerator = "people waiting over 65 weeks"
denominator = "people waiting at the end of the month"
source = "rtt"
caveats = [
    "Not known for months whose file ends at 52 weeks (before April 2021).",
    "Figures count pathways, not people: somebody waiting for two specialties counts twice.",
    "Community services left the count in February 2024; a fall in that month is a change of definition.",
    "Providers are shown with all they reported; boards, regions and England with their residents, without commissioner NONC.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "numerator"
safety = true
interface = false

[select]
mart = "rtt_counts"
numerator = "over_65"
denominator = "waiting"
*/
