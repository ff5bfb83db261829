/*
Any tidy table as points of charts. `tidy`: series, date, value, numerator, denominator, improvement_direction, target,
rebase_dates (a list), fix_after_n, is_count (a rare event has limits that are whole events). A row without a value is a missing month: a hole, not a zero.

The first `fix_after_n` rows of a series are its baseline until the first rebase. A rebased series comes twice, as in
`chart_points`: its group -1 has no rebase.
*/
with

numbered as (

    select
        *,
        dense_rank() over (order by series) as series_id,
        row_number() over (partition by series order by date) as seq,
        len(list_filter(rebase_dates, lambda d: d <= date)) as rebase_group
    from tidy

),

charted as (

    select
        series_id,
        rebase_group,
        seq,
        date as period,
        value,
        numerator,
        denominator,
        chart,
        coalesce(is_count, false) as is_count,
        coalesce(rebase_group > 0 or seq <= fix_after_n, true) as in_baseline
    from numbered

)

select * from charted
union all
select * replace (-1 as rebase_group, true as in_baseline)
from charted
where series_id in (select series_id from charted where rebase_group > 0)
