/*
title = "Waits of over a year by group"
meaning = "Of the waits for treatment of a group of people, the share of over 52 weeks."
said = "{value} of waits {where} were over a year"
beyond = "{count} waits {where} were over a year"
unit = "percent"
kind = "proportion"
better = "lower"
topic = "inequality"
why_it_matters = "Whoever waits longer for no reason of their illness waits unfairly, and their practice sees what it does."
numerator = "waits of over 52 weeks"
denominator = "waits of the group at the end of the week"
source = "wlmds"
caveats = [
    "A wait is a pathway: somebody waiting for two specialties has two.",
    "Of the last week of the month. Checked less than the monthly figures of everybody.",
    "By deprivation fifth (1 is the most deprived), age, sex and ethnic group. Everybody is the sum of the ages; other sums differ.",
    "Counts are rounded to 5. Counts of 1 to 7 are hidden, and a group with a hidden part has no figure.",
    "Not by specialty, so part of a gap may be the mix. It is a finding only where it is wider than England's.",
]
owner = "Analytics"
reviewed = 2026-11-30
published = true
people = "numerator"
counts = "waits"
gain = "about {count} fewer waits would be over a year"
safety = false
interface = false
between_groups = true

[select]
mart = "waiting_group_counts"
numerator = "over_52_weeks"
denominator = "waiting"
*/
