-- One step of succession: a code and the one code that followed it.
--   declared: the local register says so, and its day has come. A code with two successors is a split: counts can't be
--             divided, so it stays as it was.
--   inferred: a board that is no longer filed, all of whose remaining sub-boards are filed under one other board today.
with

declared as (

    select
        code,
        min(successor_code) as successor_code,
        max(valid_to) as ended_on,
        'declared' as basis
    from stg_organisations
    cross join calendar
    where
        successor_code is not null
        and code <> successor_code
        and (valid_to is null or data_end is null or valid_to <= data_end)
    group by code
    having count(distinct successor_code) = 1

),

newest as (

    select rank, period from filings order by rank, period desc limit 1

),

filed_today as (

    select sub_board_code, max(board_code) as board_code
    from filings
    join newest using (rank, period)
    group by sub_board_code

),

inferred as (

    select
        filings.board_code as code,
        min(filed_today.board_code) as successor_code,
        last_day(max(filings.period)) as ended_on,
        'inferred' as basis
    from filings
    join filed_today using (sub_board_code)
    where
        filings.board_code not in (select board_code from filed_today)
        and filings.board_code not in (select code from stg_organisations where successor_code is not null)
    group by filings.board_code
    having count(distinct filed_today.board_code) = 1

)

select * from declared
union all
select code, successor_code, case when ended_on > date '1901-01-01' then ended_on end, basis from inferred
order by code
