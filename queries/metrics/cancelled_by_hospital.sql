/*
title = "First appointments cancelled by the hospital"
meaning = "Of the first appointments due in the month, the share that the hospital cancelled."
said = "{value} {of} first appointments {where} were cancelled by the hospital"
unit = "percent"
kind = "proportion"
better = "lower"
topic = "outpatients and theatres"
why_it_matters = "The patient has waited, made plans for the day, and has to start again."
numerator = "first appointments cancelled by the provider"
denominator = "first appointments with a known outcome"
source = "referrals"
caveats = [
    "By the month of the appointment. An appointment that was cancelled and rebooked is seen once, as the feed last knew it.",
    "By deprivation fifth (1 is the most deprived), age, sex and ethnic category for providers and boards.",
    "A local feed: it knows the referrals of the practices that supply it, and stops at the board.",
    "Months count from the first that the feed covers to the last it reaches the end of.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = false
people = "numerator"
counts = "appointments"
gain = "about {count} fewer first appointments a month would be cancelled by the hospital"
safety = false
interface = false

[select]
mart = "referral_counts"
numerator = "cancelled_by_hospital"
denominator = "booked"
*/
