/*
One row a chart (a series between two rebases): its known points as lists, in the order of time.

Lists, for a nation of months is sorted once and then worked through series by series, in the same order every time: the
same digits whatever the number of processors.
*/
with

gathered as (

    select
        series_id,
        rebase_group,
        any_value(chart) as chart,
        any_value(is_count) as is_count,
        count(*) filter (in_baseline)::integer as baseline_points,
        list_sort(list({
            'seq': seq, 'period': period, 'value': value, 'numerator': numerator, 'denominator': denominator
        })) as points
    from chart_points
    where value is not null
    group by series_id, rebase_group

),

counted as (

    select series_id, count(*)::integer as n_points
    from chart_points
    where value is not null and rebase_group >= 0
    group by series_id

)

select
    gathered.* exclude (points),
    counted.n_points,
    list_transform(points, lambda p: p.seq) as seqs,
    list_transform(points, lambda p: p.period) as periods,
    list_transform(points, lambda p: p.value) as x,
    list_transform(points, lambda p: p.numerator) as numerators,
    list_transform(points, lambda p: p.denominator) as denominators
from gathered
inner join counted using (series_id)
