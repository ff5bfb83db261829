/*
title = "Patients who call their practice good"
meaning = "Of the patients who answered the GP Patient Survey, the share who called their experience of the practice good."
said = "{value} {of} patients called their experience of the practice good"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "patients' voice"
why_it_matters = "It is asked of people drawn by chance, so it speaks for more than those who write."
numerator = "good answers, weighted as published"
denominator = "answers that count, unweighted"
source = "gp_survey"
caveats = [
    "Once a year: patients answer from January to March, and the figure stands at March.",
    "Answers are weighted by the publisher to stand for the whole list. The interval here is made of the unweighted answers.",
    "Fewer than ten answers are hidden. Names of questions changed in 2024: earlier years are not read.",
    "The layout was described, and no original of the file seen: hold the first figures against the publisher's page.",
]
owner = "Analytics"
reviewed = 2026-11-30
published = true
people = "none"
counts = "answers"
safety = false
interface = false

[select]
mart = "survey_counts"
numerator = "good"
denominator = "answers"
*/
