/*
title = "Treatments"
meaning = "The number of people whose wait ended with treatment or a decision not to treat, admitted or not."
unit = "people"
kind = "count"
better = "higher"
topic = "data and delivery"
why_it_matters = "It is the hospital's output: the one figure that shortens waits."
numerator = "pathways completed in the month, admitted and not admitted"
denominator = "none: a count"
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
numerator = "treatments"
*/
