/*
title = "Waits of over 65 weeks"
also = ["Waiting over 65 weeks"]
meaning = "Of the waits for treatment at the end of the month, the share of over 65 weeks."
said = "{value} of waits {where} were over 65 weeks"
beyond = "{count} waits {where} were over 65 weeks"
unit = "percent"
kind = "proportion"
better = "lower"
topic = "elective waits"
why_it_matters = "Nobody was to wait this long by March 2026."
numerator = "waits of over 65 weeks"
denominator = "waits at the end of the month"
source = "rtt"
caveats = [
    "Not known for months whose file ends at 52 weeks (before April 2021).",
    "A wait is a pathway: somebody waiting for two specialties has two.",
    "Community services left the count in February 2024; a fall in that month is a change of definition.",
    "Providers are shown with all they reported; boards, regions and England with their residents, without commissioner NONC.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "numerator"
counts = "waits"
gain = "about {count} fewer waits would be over 65 weeks"
safety = true
interface = false

[select]
mart = "rtt_counts"
numerator = "over_65"
denominator = "waiting"
*/
