-- The standards that an organisation misses without a burden, and what was wanted for one; the most people first.
select
    series.metric,
    series.specialty_code,
    burdens.near,
    burdens.share_of_england,
    burdens.place,
    burdens.places
from burdens
inner join series using (series_id)
where burdens.near is not null and series.org_code = $org_code
order by burdens.people desc, series.metric, series.specialty_code
