/*
title = "A&E patients who answered the Friends and Family Test"
meaning = "Of the A&E patients who could have answered the Friends and Family Test, the share who did."
said = "{value} {of} A&E patients answered the Friends and Family Test"
unit = "percent"
kind = "proportion"
better = "neither"
topic = "patients' voice"
why_it_matters = "What patients say means little where few of them are asked. A share that falls is fewer voices, whatever they say."
numerator = "patients who answered"
denominator = "patients who could have"
source = "friends_and_family"
caveats = [
    "Of one organisation over time alone: how patients are asked differs, and changes the share.",
    "A month with more answers than patients has no figure: the two were counted apart.",
]
owner = "Analytics"
reviewed = 2026-11-30
published = true
people = "none"
counts = "patients"
safety = false
interface = false
own_past = true

[select]
mart = "patients_said_counts"
numerator = "answered"
denominator = "eligible"
where = "service = 'ae' and answered <= eligible"
*/
