/*
The standard in force for each series at its last period: local before national, the provider's or specialty's own
before everybody's, then the latest to take effect.
*/
select
    ends.series_id,
    dated_standards.value as standard,
    dated_standards.source as standard_source,
    dated_standards.confidence as standard_confidence,
    dated_standards.valid_from as standard_from,
    dated_standards.local as standard_local
from ends
inner join dated_standards
    on dated_standards.metric = ends.metric
    and coalesce(dated_standards.org_code, ends.org_code) = ends.org_code
    and coalesce(dated_standards.specialty_code, ends.specialty_code) = ends.specialty_code
    and dated_standards.valid_from <= ends.last_period
    and coalesce(dated_standards.valid_to, date '9999-12-31') >= ends.last_period
qualify row_number() over (
    partition by ends.series_id
    order by
        dated_standards.local desc,
        dated_standards.org_code is not null desc,
        dated_standards.specialty_code is not null desc,
        dated_standards.valid_from desc
) = 1
