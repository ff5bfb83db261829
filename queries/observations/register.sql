-- Whether `organisations` is still the local register (the one with successors) and not yet the mart of that name, which has none.
select table_type
from information_schema.tables
join information_schema.columns using (table_catalog, table_schema, table_name)
where table_name = 'organisations' and column_name = 'successor_code'
