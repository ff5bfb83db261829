-- The similar trusts that do better than some series today, and what was written down of their own figures, from half a year before.
select
    exemplars.series_id, exemplars.peer_code as org_code, coalesce(organisations.name, exemplars.peer_code) as org_name,
    exemplars.kind, exemplars.as_bad_on, exemplars.as_bad, exemplars.since, exemplars.period, exemplars.value,
    exemplars.fairer as instead,
    list_transform(
        list_filter(
            coalesce(series.notes, []),
            lambda note: note.kind in ('annotation', 'rebase')
            and note.period >= coalesce(exemplars.as_bad_on, exemplars.since) - interval 6 month
        ),
        lambda note: note.text
    ) as notes
from exemplars
left join series on series.series_id = exemplars.peer_series
left join organisations on organisations.code = exemplars.peer_code
where exemplars.series_id in (select unnest($keys::ubigint[]))
order by exemplars.series_id, exemplars.kind desc, exemplars.rank, exemplars.peer_code
