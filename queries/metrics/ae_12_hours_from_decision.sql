/*
title = "Waits of over 12 hours for a bed"
also = ["Over 12 hours for a bed"]
meaning = "Of the people admitted through A&E, the share who waited over 12 hours after the decision to admit."
said = "{value} of people admitted through A&E waited over 12 hours for a bed"
beyond = "{count} people waited over 12 hours for a bed after the decision to admit them"
unit = "percent"
kind = "proportion"
better = "lower"
topic = "urgent care"
why_it_matters = "Long waits on a trolley cost lives, above all among older people."
numerator = "waits of over 12 hours from decision to admission"
denominator = "emergency admissions through A&E"
source = "ae"
caveats = [
    "Counted from the decision to admit, not from arrival: waits from arrival are far more.",
    "Waits and admissions are reported apart; where the waits exceed the admissions the figure is left out.",
    "A board's figure is the sum of the providers that belong to it, whoever their patients are.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "numerator"
gain = "about {count} fewer people a month would wait over 12 hours for a bed"
safety = true
interface = false

[select]
mart = "ae_counts"
numerator = "decision_over_12"
denominator = "admissions_through_ae"
where = "decision_over_12 <= admissions_through_ae"
*/
