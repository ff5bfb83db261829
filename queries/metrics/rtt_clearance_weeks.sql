/*
title = "Time to clear the waiting list"
also = ["Weeks to clear the list"]
meaning = "How many weeks it would take to complete every wait, at the month's rate and if nobody joined the list."
said = "the waiting list {where} would have taken {value} to clear"
unit = "weeks"
kind = "ratio"
better = "lower"
topic = "elective waits"
why_it_matters = "It sets the list beside what the hospital gets done. A rise warns of longer waits before they show."
numerator = "waits at the end of the month"
denominator = "waits completed in a week: the month's, by its days"
source = "rtt"
caveats = [
    "Completed waits include those that ended in a decision not to treat.",
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
numerator = "waiting"
denominator = "treatments * 7.0 / day(last_day(period))"
*/
