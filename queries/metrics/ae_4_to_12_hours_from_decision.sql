/*
title = "Waits of 4 to 12 hours for a bed"
also = ["4 to 12 hours for a bed"]
meaning = "Of the people admitted through A&E, the share who waited 4 to 12 hours after the decision to admit."
said = "{value} of people admitted through A&E waited 4 to 12 hours for a bed"
unit = "percent"
kind = "proportion"
better = "lower"
topic = "urgent care"
why_it_matters = "It shows full wards before the 12-hour figure does."
numerator = "waits of 4 to 12 hours from decision to admission"
denominator = "emergency admissions through A&E"
source = "ae"
caveats = [
    "Counted from the decision to admit, not from arrival.",
    "Waits and admissions are reported apart; where the waits exceed the admissions the figure is left out.",
    "A board's figure is the sum of the providers that belong to it, whoever their patients are.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "numerator"
gain = "about {count} fewer people a month would wait 4 to 12 hours for a bed"
safety = false
interface = false

[select]
mart = "ae_counts"
numerator = "decision_4_to_12"
denominator = "admissions_through_ae"
where = "decision_4_to_12 <= admissions_through_ae"
*/
