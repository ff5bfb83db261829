/*
title = "Treatments"
meaning = "The number of waits that ended in treatment, or in a decision not to treat."
said = "{value} treatments were completed {where}"
unit = "count"
kind = "count"
better = "higher"
topic = "data and delivery"
why_it_matters = "It is the hospital's output: the one figure that shortens waits."
numerator = "waits completed in the month, admitted and not admitted"
denominator = "none: a count"
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
counts = "treatments"
safety = false
interface = false

[select]
mart = "rtt_counts"
numerator = "treatments"
*/
