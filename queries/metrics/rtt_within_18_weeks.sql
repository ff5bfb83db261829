/*
title = "Waits within 18 weeks"
also = ["Waiting 18 weeks or less"]
meaning = "Of the waits for treatment at the end of the month, the share of 18 weeks or less."
said = "{value} of waits {where} were within 18 weeks"
beyond = "{count} waits {where} were over 18 weeks"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "elective waits"
why_it_matters = "It is the pledge of the NHS Constitution, and the measure trusts are held to each March."
numerator = "waits of 18 weeks (126 days) or less"
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
people = "shortfall"
counts = "waits"
gain = "about {count} more waits would be within 18 weeks"
safety = false
interface = false

[select]
mart = "rtt_counts"
numerator = "within_18"
denominator = "waiting"
*/
