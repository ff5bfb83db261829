/*
The table `burdens`: a standard missed now by many people. It states a fact of one month and needs no history.

First, the measure misses its standard by more than its 95% interval allows (a safety measure may have no standard: each person it
counts is one too many), and behind it are at least 100 people, or 25 where it is a matter of safety. A standard that England as
a whole misses says nothing of one trust: an ordinary trust would be asked about it for ever. So one of these besides:
  worst_tenth_of_england         further from the standard than England by more than chance (99.8%), and among the worst tenth of the
                                 trusts, which leaves out those that count less than a third of the middle one
  holds_5_percent_of_englands    the same distance from England, and 5% of all people in England who are behind it
  missed_where_england_meets_it  or where it was agreed locally and there is no England to be set beside
Of a specialty both of the first two are wanted, and a tenth of England's instead of 5%: the worst tenth of 23 specialties would be
nearly every trust. The third is never said of one: standards are of the whole. A specialty is left out where the whole trust has
the same burden. Where organisations differ in their mix of parts (`like_for_like`), the distance from England and the place among
trusts are those of the part.

`people` are all who are behind it, at the provider; of England's only those whom England counts (`elsewhere` has the others).

A near miss is kept beside them, without a `rule` and with what it wants in `near`:
  few           as far out as a burden, with fewer people behind it
  as_elsewhere  the whole trust misses the standard, no worse than most of England does
  one_of_two    a specialty with one of the two that are wanted of it
*/
with

counted as (

    select
        latest.series_id,
        latest.metric,
        latest.org_code,
        latest.specialty_code,
        latest.compared_as,
        latest.denominator,
        latest.standard,
        latest.standard_local,
        latest.better,
        latest.low,
        latest.high,
        if(latest.people = 'numerator', latest.numerator, latest.denominator - latest.numerator) as people,
        coalesce(elsewhere.people, 0) as people_elsewhere,
        metric_facts.safety,
        england.value as england,
        if(latest.people = 'numerator', england.numerator, england.denominator - england.numerator) as england_people,
        coalesce(part.denominator, latest.denominator) as compared,
        if(latest.people = 'numerator', coalesce(part.numerator, latest.numerator),
            compared - coalesce(part.numerator, latest.numerator)) / compared as share,
        if(part.series_id is null, england_people / nullif(england.denominator, 0),
            if(latest.people = 'numerator', england_part.numerator, england_part.denominator - england_part.numerator)
            / nullif(england_part.denominator, 0)) as england_share
    from latest
    inner join metric_facts using (metric)
    left join latest as england
        on england.cell_id = latest.cell_id
        and england.org_code = 'ENG'
        and england.population_code = 'ALL'
    left join latest as part
        on part.metric = metric_facts.like_for_like
        and part.org_code = latest.org_code
        and part.specialty_code = latest.specialty_code
        and part.last_period = latest.last_period
        and part.view = 'today'
        and part.population_code = 'ALL'
        and part.group_code = 'ALL'
        and part.denominator > 0
    left join latest as england_part
        on england_part.cell_id = part.cell_id
        and england_part.org_code = 'ENG'
        and england_part.population_code = 'ALL'
    left join elsewhere
        on elsewhere.metric = latest.metric
        and elsewhere.org_code = latest.org_code
        and elsewhere.specialty_code = latest.specialty_code
        and elsewhere.period = latest.last_period
    where
        latest.is_current
        and latest.view = 'today'
        and latest.population_code = 'ALL'
        and latest.group_code = 'ALL'
        and latest.org_type = 'provider'
        and latest.interval = 'wilson'
        and latest.people <> 'none'
        and latest.denominator > 0
        and latest.numerator between 0 and latest.denominator
        and (latest.standard is not null or (metric_facts.safety and latest.better <> 'neither'))

),

sized as (

    select
        *,
        if(better = 'higher', high < standard, low > standard) as is_missed,
        if(better = 'higher', england >= standard, england <= standard) as is_met_by_england,
        2 * sqrt(compared) * (asin(sqrt(share)) - asin(sqrt(england_share))) as z,
        (people - people_elsewhere) / nullif(england_people, 0) as share_of_england,
        3 * denominator >= median(denominator) over (partition by metric, specialty_code, compared_as) as is_large
    from counted

),

placed as (

    select
        *,
        rank() over alike as place,
        count(*) over (partition by metric, specialty_code, compared_as, is_large) as places
    from sized
    window alike as (partition by metric, specialty_code, compared_as, is_large order by share desc)

),

judged as (

    select
        *,
        coalesce(z > 3.090232, false) as is_worse,
        people >= if(safety, 25, 100) as is_enough,
        is_worse and is_large and places >= 10 and place <= ceil(places / 10) as is_worst_tenth,
        is_worse and coalesce(share_of_england >= if(specialty_code = 'ALL', 0.05, 0.1), false) as holds_much
    from placed
    where people > 0 and coalesce(is_missed, standard is null)

),

named as (

    select
        *,
        case
            when not is_enough then null
            when specialty_code <> 'ALL' then if(is_worst_tenth and holds_much, 'worst_tenth_of_england', null)
            when is_worst_tenth then 'worst_tenth_of_england'
            when holds_much then 'holds_5_percent_of_englands'
            when is_met_by_england or (standard_local and england is null) then 'missed_where_england_meets_it'
        end as rule,
        case
            when rule is not null then null
            when not is_enough then if(is_worst_tenth or holds_much, 'few', null)
            when specialty_code = 'ALL' then 'as_elsewhere'
            when is_worst_tenth or holds_much then 'one_of_two'
        end as near
    from judged

)

select
    series_id,
    rule,
    people::bigint as people,
    england_people::bigint as england_people,
    share_of_england,
    coalesce(least(z, 10), 3) as strength,
    near,
    if(is_large and places >= 10, place, null) as place,
    places
from named
where coalesce(rule, near) is not null and (
    specialty_code = 'ALL'
    or (metric, org_code) not in (
        select (whole.metric, whole.org_code) from named as whole
        where whole.specialty_code = 'ALL' and whole.rule is not null
    )
)
