/*
title = "Patients who went home on the day they were ready"
meaning = "Of patients who left hospital, the share who did so on the day they were ready to."
said = "{value} {of} patients went home on the day they were ready to"
unit = "percent"
kind = "proportion"
better = "higher"
topic = "urgent care"
why_it_matters = "A bed with somebody who could be at home is a bed that A&E waits for, and every day in it costs strength."
numerator = "patients who left on the day"
denominator = "patients who left"
source = "discharges"
caveats = [
    "Of trusts whose data the publisher accepts. Who is ready and stays is told by date alone, not by the reason.",
    "The layout was described, and no original of the file seen: hold the first figures against the publisher's page.",
]
owner = "Analytics"
reviewed = 2026-11-30
published = true
people = "shortfall"
counts = "patients"
safety = false
interface = false

[select]
mart = "hospital_return_counts"
numerator = "part"
denominator = "whole"
where = "name = 'discharges'"
*/
