-- People waiting, band by band, for every organisation, population and specialty: the one time that wide rows are summed. `line`
-- numbers the rows, so that what is unpivoted can be told apart by one integer.
select
    row_number() over () as line,
    period,
    reach.view,
    reach.org_code,
    reach.population_code,
    specialty_code,
    cast(sum(columns('^weeks_')) as integer),
    min(open_from) as open_from,
    cast(sum(total) as integer) as total

from red_rtt_waiting
join reach using (provider_code, commissioner_code, commissioner_parent_code)
group by period, reach.view, reach.org_code, reach.population_code, specialty_code
