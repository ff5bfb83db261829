/*
title = "Removals from the list without treatment"
also = ["Removed without treatment"]
meaning = "Waits that left the list in the month without a reported treatment, as a share of the list at its start."
said = "{value} of waits on the list {where} were removed without a reported treatment"
unit = "percent"
kind = "ratio"
better = "lower"
topic = "elective waits"
why_it_matters = "A list gets shorter when people are treated, or when they are taken off it. The published figures do not say which; this one does."
numerator = "list at the start + clock starts - completed pathways - list at the end"
denominator = "list at the start of the month (the end of the month before)"
source = "rtt"
caveats = [
    "A balancing figure: it also holds late corrections and pathways moved between organisations, and can be negative.",
    "Shown only where the month before was reported too. A board's figure is disturbed in months when a trust did not submit.",
    "Providers are shown with all they reported; boards, regions and England with their residents, without commissioner NONC.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = true
people = "numerator"
counts = "waits"
gain = "about {count} fewer waits a month would be removed without a reported treatment"
safety = false
interface = false
*/
select
    ends.period,
    ends.view,
    ends.org_code,
    ends.population_code,
    ends.specialty_code,
    'ALL' as group_code,
    starts.waiting + ends.clock_starts - ends.treatments - ends.waiting as numerator,
    starts.waiting as denominator,
    null as value

from rtt_counts as ends
join rtt_counts as starts
    on starts.period = ends.period - interval 1 month
    and starts.view = ends.view
    and starts.org_code = ends.org_code
    and starts.population_code = ends.population_code
    and starts.specialty_code = ends.specialty_code
where
    starts.waiting > 0
    and starts.waiting + ends.clock_starts - ends.treatments - ends.waiting is not null
order by ends.period, ends.view, ends.org_code, ends.population_code, ends.specialty_code
