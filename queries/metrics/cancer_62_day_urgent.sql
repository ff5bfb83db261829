/*
title = "Cancer treatment within 62 days of an urgent referral"
also = ["Cancer treatment within 62 days of a GP's urgent referral"]
meaning = "Of the people treated for cancer after an urgent referral from a GP or dentist, the share who began treatment within 62 days of it."
said = "{value} of people treated for cancer after an urgent referral began treatment within 62 days"
beyond = "{count} people {where} waited over 62 days from an urgent referral to cancer treatment"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "cancer"
why_it_matters = "It covers the whole wait, from the GP's referral to treatment. Delay costs lives."
numerator = "pathways within 62 days, urgent suspected cancer referrals alone"
denominator = "pathways of urgent suspected cancer referrals that ended in the month"
source = "cancer"
caveats = [
    "The urgent suspected cancer route alone: breast symptoms, screening and consultants' upgrades are counted in the figure for all routes.",
    "The standard is set for all routes together; this route has none of its own.",
    "Half a person is a pathway that two trusts share.",
    "Boards are shown with their residents; England is the sum of the providers.",
    "Provisional figures are revised every half-year.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "shortfall"
gain = "about {count} more people a month would begin cancer treatment within 62 days of an urgent referral"
safety = true
interface = false

[select]
mart = "cancer_counts"
numerator = "within_halves / 2"
denominator = "total_halves / 2"
where = "standard = '62' and route = 'URGENT'"
*/
