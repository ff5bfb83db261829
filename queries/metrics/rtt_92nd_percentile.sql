/*
title = "Slowest 8% of waits"
also = ["Long-wait mark"]
meaning = "At the end of the month, 92 in 100 waits had lasted less than this many weeks."
said = "8 in 100 waits {where} had lasted {value} or longer"
unit = "weeks"
kind = "percentile"
better = "lower"
topic = "elective waits"
why_it_matters = "The pledge is met when this is 18 weeks. The further above, the further the list is from it."
numerator = "none: a percentile"
denominator = "waits whose clock start is known"
source = "rtt"
caveats = [
    "Worked out from weekly bands, as the published figure is; below 20 waits it is withheld.",
    "A value of 104 stands for 104 weeks or more, printed 104+ (52 in the files of 2017-19).",
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
mart = "rtt_percentiles"
denominator = "known"
value = "case when known >= 20 then ninety_second end"
*/
