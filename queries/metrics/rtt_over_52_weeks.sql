/*
title = "Waiting over a year"
meaning = "Of the people waiting for treatment at the end of the month, the share who had waited over 52 weeks."
said = "{value} of people waiting {where} had waited over a year"
beyond = "{count} people {where} had waited over a year"
unit = "percent"
kind = "proportion"
better = "lower"
topic = "elective waits"
why_it_matters = "Somebody who waits a year lives with pain or worry, gets worse, and comes back to the practice meanwhile."
numerator = "people waiting over 52 weeks"
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
people = "numerator"
safety = true
interface = false

[select]
mart = "rtt_counts"
numerator = "over_52"
denominator = "waiting"
*/
