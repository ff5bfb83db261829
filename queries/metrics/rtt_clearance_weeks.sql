/*
title = "Weeks to clear the list"
meaning = "How many weeks it would take to treat everybody who waits, at the month's rate and if nobody joined."
unit = "weeks"
kind = "ratio"
better = "lower"
topic = "elective waits"
why_it_matters = "It compares the list with what the hospital gets done; a rise warns of longer waits before they show."
numerator = "people waiting at the end of the month"
denominator = "pathways completed in a week: the month's, by its days"
source = "rtt"
caveats = [
    "Completed pathways include people who needed no treatment.",
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
denominator = "treatments * 7.0 / day(last_day(period))"
*/
