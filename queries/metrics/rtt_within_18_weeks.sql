/*
title = "Waiting 18 weeks or less"
meaning = "Of the people waiting for treatment at the end of the month, the share who had waited 18 weeks or less."
said = "{value} of people waiting {where} had waited 18 weeks or less"
beyond = "{count} people {where} had waited over 18 weeks"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "elective waits"
why_it_matters = "It is the pledge of the NHS Constitution, and the measure trusts are held to each March."
numerator = "people waiting 18 weeks (126 days) or less"
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
people = "shortfall"
safety = false
interface = false

[select]
mart = "rtt_counts"
numerator = "within_18"
denominator = "waiting"
*/
