/*
title = "General and acute beds occupied"
meaning = "Of general and acute beds open overnight, the share with a patient in it."
said = "{value} of general and acute beds were occupied"
unit = "percent"
kind = "proportion"
better = "neither"
topic = "urgent care"
why_it_matters = "Above about 92% a hospital has little room for a bad night. A low share is no aim in itself."
numerator = "beds occupied"
denominator = "beds open"
source = "beds"
caveats = [
    "An average of the nights of a quarter, which stands at its last month. General and acute beds alone.",
    "Counted in beds, with tenths.",
    "The layout was described, and no original of the file seen: hold the first figures against the publisher's page.",
]
owner = "Analytics"
reviewed = 2026-11-30
published = true
people = "none"
counts = "beds"
safety = false
interface = false

[select]
mart = "hospital_return_counts"
numerator = "part / 10"
denominator = "whole / 10"
where = "name = 'beds' and part <= whole"
*/
