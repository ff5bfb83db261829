-- How many measures no chart could judge, by how many months of them are known; of an organisation, or of all.
select
    n_points as months,
    current,
    count(*) as measures
from series
where
    view = 'today'
    and group_code = 'ALL'
    and better <> 'neither'
    and (variation = 'too_few' or not current)
    and ($org_code is null or org_code = $org_code)
group by all
order by current desc, months
