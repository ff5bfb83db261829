/*
title = "Clinic letters within 7 days"
meaning = "Of the first appointments attended in the month, the share whose letter was sent within 7 days."
said = "{value} {of} clinic letters {where} were sent within 7 days"
beyond = "{count} clinic letters {where} took over 7 days"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "letters and the interface"
why_it_matters = "Without the letter, the GP cannot change a medicine or explain what was decided."
numerator = "letters sent within 7 days of the appointment"
denominator = "first appointments attended"
source = "referrals"
caveats = [
    "By the month of the appointment; calendar days. A letter not recorded as sent counts as late.",
    "Hospitals that record no letters at all are left out. The last month waits until its letters were due.",
    "A local feed: it knows the referrals of the practices that supply it, and stops at the board.",
    "Months count from the first that the feed covers to the last it reaches the end of.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = false
people = "shortfall"
counts = "patients"
gain = "about {count} more patients a month would have their letter within 7 days"
safety = true
interface = true

[select]
mart = "referral_counts"
numerator = "letters_in_time"
denominator = "letters_due"
*/
