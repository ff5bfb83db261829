/*
title = "Waits of over a year"
also = ["Waiting over a year"]
meaning = "Of the waits for treatment at the end of the month, the share of over 52 weeks."
said = "{value} of waits {where} were over a year"
beyond = "{count} waits {where} were over a year"
unit = "percent"
kind = "proportion"
better = "lower"
topic = "elective waits"
why_it_matters = "People who wait a year live with pain or worry, may get worse, and come back to their practice."
numerator = "waits of over 52 weeks"
denominator = "waits at the end of the month"
source = "rtt"
caveats = [
    "A wait is a pathway: somebody waiting for two specialties has two.",
    "Community services left the count in February 2024; a fall in that month is a change of definition.",
    "Providers are shown with all they reported; boards, regions and England with their residents, without commissioner NONC.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "numerator"
counts = "waits"
gain = "about {count} fewer waits would be over a year"
safety = true
interface = false

[select]
mart = "rtt_counts"
numerator = "over_52"
denominator = "waiting"
*/
