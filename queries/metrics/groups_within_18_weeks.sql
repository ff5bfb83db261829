/*
title = "Waits within 18 weeks by group"
meaning = "Of the waits for treatment of a group of people, the share of up to 18 weeks."
said = "{value} of waits {where} were within 18 weeks"
beyond = "{count} waits {where} were over 18 weeks"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "inequality"
why_it_matters = "Whoever waits longer for no reason of their illness waits unfairly, and their practice sees what it does."
numerator = "waits of up to 18 weeks"
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
people = "shortfall"
counts = "waits"
gain = "about {count} more waits would be within 18 weeks"
safety = false
interface = false
between_groups = true

[select]
mart = "waiting_group_counts"
numerator = "within_18_weeks"
denominator = "waiting"
*/
