/*
title = "Cancer ruled in or out within 28 days"
also = ["Cancer ruled in or out in 28 days"]
meaning = "Of the people referred with suspected cancer, the share told within 28 days whether they have it."
said = "{value} of people {where} were told within 28 days whether they had cancer"
beyond = "{count} people {where} were not told within 28 days whether they had cancer"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "cancer"
why_it_matters = "Every day of not knowing is hard, and an early answer is the start of early treatment."
numerator = "pathways within 28 days"
denominator = "pathways that ended in the month"
source = "cancer"
caveats = [
    "Half a person is a pathway that two trusts share.",
    "Boards are shown with their residents; England is the sum of the providers.",
    "Provisional figures are revised every half-year.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "shortfall"
gain = "about {count} more people a month would be told within 28 days whether they have cancer"
safety = true
interface = false

[select]
mart = "cancer_counts"
numerator = "within_halves / 2"
denominator = "total_halves / 2"
where = "standard = '28' and route = 'ALL'"
*/
