/*
title = "Deaths beside those expected"
meaning = "Deaths in hospital or within 30 days of leaving it, divided by those expected of patients like these."
said = "deaths were {value} times those expected"
unit = "ratio"
kind = "ratio"
better = "neither"
topic = "safety"
why_it_matters = "Where it is higher than expected, coding, palliative care and care itself are looked into, in this order."
numerator = "deaths"
denominator = "deaths expected"
source = "shmi"
caveats = [
    "The publisher calls it as expected, higher or lower than expected; it is not a count of avoidable deaths, and says nothing of any one death.",
    "It is for asking why, and not for ranking: each trust is held against its own past alone.",
    "A rolling year, which stands at the month it ends in: neighbouring figures share eleven months.",
    "The layout was described, and no original of the file seen: hold the first figures against the publisher's page.",
]
owner = "Analytics"
reviewed = 2026-11-30
published = true
people = "none"
counts = "deaths"
safety = false
interface = false
own_past = true

[select]
mart = "hospital_return_counts"
numerator = "part / 10"
denominator = "whole / 10"
where = "name = 'shmi'"
*/
