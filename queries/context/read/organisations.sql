-- Every organisation that has a figure.
select code, name, type, parent_code, nickname
from organisations
where code in (select org_code from series)
order by code
