/*
title = "Waits for a bed or theatre date"
also = ["Waiting for a bed or theatre date"]
meaning = "Of the waits for treatment, the share with a decision to admit."
said = "{value} of waits {where} were for a bed or theatre date"
unit = "percent"
kind = "proportion"
better = "neither"
topic = "outpatients and theatres"
why_it_matters = "It shows where people wait: for a clinic or for a theatre."
numerator = "waits with a decision to admit (part 2A, a subset of part 2)"
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
people = "none"
counts = "waits"
safety = false
interface = false

[select]
mart = "rtt_counts"
numerator = "decided_to_admit"
denominator = "waiting"
*/
