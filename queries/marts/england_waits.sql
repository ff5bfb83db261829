-- England alone: a series older than the extracts of any month.
select
    'ENG' as org_code,
    'ALL' as population_code,
    'ALL' as specialty_code,
    'ALL' as group_code,
    'today' as view,
    red_england_waits.*

from red_england_waits
