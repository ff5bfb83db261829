/*
title = "A&E patients who called their care good"
meaning = "Of the A&E patients who answered the Friends and Family Test, the share who called a visit to A&E good or very good."
said = "{value} {of} A&E patients who answered called their care good or very good"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "patients' voice"
why_it_matters = "It is what patients say of their care soon after it, every month. A change at one trust is worth a question."
numerator = "answers of good and very good"
denominator = "all answers, don't know included"
source = "friends_and_family"
caveats = [
    "Of one organisation over time alone. Its publisher says that it does not compare providers: they ask in different ways, and others answer.",
    "Who answers is not everybody: see how many answered. A new way of asking can move it as much as the care does.",
    "A month in which the answers are hidden, as there are few of them, has no figure.",
]
owner = "Analytics"
reviewed = 2026-11-30
published = true
people = "none"
counts = "answers"
safety = false
interface = false
own_past = true

[select]
mart = "patients_said_counts"
numerator = "positive"
denominator = "responses"
where = "service = 'ae'"
*/
