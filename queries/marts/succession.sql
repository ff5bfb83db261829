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

    select
        filings.sub_board_code,
        max(filings.board_code) as board_code,
        min(earlier.period) as since
    from filings
    join newest using (rank, period)
    join filings as earlier
        on filings.sub_board_code = earlier.sub_board_code
        and filings.board_code = earlier.board_code
        and filings.rank = earlier.rank
    group by filings.sub_board_code

),

inferred as (

    select
        filings.board_code as code,
        min(filed_today.board_code) as successor_code,
        -- Known only where one month follows the other: otherwise the change lies somewhere between two files.
        case
            when max(filings.period) filter (filings.rank = 1) + interval 1 month = min(filed_today.since)
                then last_day(max(filings.period))
        end as ended_on,
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
select * from inferred
order by code
