-- What every metric of every organisation adds its rows to.
create or replace table observations (
    metric varchar not null,
    view varchar not null,
    period date not null,
    org_code varchar not null,
    population_code varchar not null,
    specialty_code varchar not null,
    group_code varchar not null,
    numerator double,
    denominator double,
    value double
)
