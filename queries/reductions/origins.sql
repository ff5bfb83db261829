-- Whose people wait where: pathways of the latest month by provider and commissioner.
select
    provider_code,
    commissioner_code,
    cast(sum(total) as int) as people

from stg_rtt
where
    part = '2'
    and specialty_code = 'ALL'
    and commissioner_code <> 'NONC'
    and period = (select max(period) from stg_rtt)
group by provider_code, commissioner_code
