/*
One row a chart (a series between two rebases): its known points as lists, in the order of time.

As lists, a nation of months is put in order once and then worked through chart by chart, always in the same order: the same
digits whatever the number of processors. The rows are sorted first only because gathering neighbours is twice as fast; what
orders a list is its own `seq`.
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
    from (select * from chart_points where value is not null order by series_id, rebase_group)
    group by series_id, rebase_group

)

select
    * exclude (points),
    sum(if(rebase_group >= 0 and baseline_points > 0, len(points), 0)) over (partition by series_id)::integer as n_points,
    list_transform(points, lambda p: p.seq) as seqs,
    list_transform(points, lambda p: p.period) as periods,
    list_transform(points, lambda p: p.value) as x,
    list_transform(points, lambda p: p.numerator) as numerators,
    list_transform(points, lambda p: p.denominator) as denominators
from gathered
