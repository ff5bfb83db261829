/*
Gaps between groups of patients at the same organisation, with Newcombe's 95% interval (from the two Wilson intervals).

The most deprived fifth against the least; women against men; every age and ethnic group against all others.
Tumour sites and tests are no groups of patients to be treated alike. At least 20 people in each group: below that a handful
of appointments decides.

"They have different illnesses": a gap over all specialties is also standardised directly for their mix (`gap_standardised` with its 95%
interval): the gap within each specialty that has both groups, weighted by the people of both. A gap is a finding when its interval
leaves out zero, and the standardised one does, too, on the same side, where there is one.

A metric that is only there to set groups beside each other (`between_groups`) is published without specialties. Women wait longer
wherever gynaecology does, so its gap is a finding only beyond England's between the same groups (`gap_england`).

Its change is tested as a change: the gap of this list less that of the published list nearest a year before (three months to two years),
with the interval made of those of the two gaps (the same square-and-add), which takes the lists as drawn apart: people who stand on both
make it wider than it need be. `gap_widened` is beyond that interval and beyond England's own change.
*/
with

year_before as (

    select
        earlier.metric,
        min_by(earlier.period, (abs(date_diff('month', earlier.period, now.period) - 12), earlier.period)) as period
    from metric_periods as earlier
    inner join metric_periods as now on now.metric = earlier.metric and now.is_latest
    where
        earlier.metric in (select metric from metric_facts where between_groups)
        and date_diff('month', earlier.period, now.period) between 3 and 24
    group by earlier.metric

),

listed as (

    select *, true as is_now from latest
    union all by name
    select
        latest.* replace (
            observations.period as last_period,
            observations.numerator as numerator,
            observations.denominator as denominator
        ),
        false as is_now
    from latest
    inner join year_before using (metric)
    inner join observations
        on observations.metric = latest.metric
        and observations.view = latest.view
        and observations.period = year_before.period
        and observations.org_code = latest.org_code
        and observations.population_code = latest.population_code
        and observations.specialty_code = latest.specialty_code
        and observations.group_code = latest.group_code

),

grouped as (

    select
        *,
        split_part(group_code, ':', 1) as dimension,
        split_part(group_code, ':', 2) as part
    from listed
    where
        split_part(group_code, ':', 1) in ('deprivation', 'sex', 'age', 'ethnicity')
        and view = 'today'
        and is_current
        and interval = 'wilson'
        and denominator > 0

),

rests as (

    select
        *,
        sum(numerator) over (
            partition by metric, org_code, population_code, specialty_code, dimension, last_period
        ) - numerator as rest_numerator,
        sum(denominator) over (
            partition by metric, org_code, population_code, specialty_code, dimension, last_period
        ) - denominator as rest_denominator
    from grouped

),

paired as (

    select
        this.series_id,
        this.metric,
        this.org_code,
        this.group_code,
        this.last_period,
        this.is_now,
        hash(
            this.metric, this.view, this.org_code, this.population_code, this.group_code, this.last_period
        ) as pair_id,
        this.specialty_code,
        this.numerator as x1,
        this.denominator as n1,
        case when fixed.part is null then this.rest_numerator else fixed.numerator end as x2,
        case when fixed.part is null then this.rest_denominator else fixed.denominator end as n2,
        case when fixed.part is null then 'the rest' else fixed.group_code end as gap_against
    from rests as this
    left join rests as fixed
        on fixed.metric = this.metric
        and fixed.org_code = this.org_code
        and fixed.population_code = this.population_code
        and fixed.specialty_code = this.specialty_code
        and fixed.last_period = this.last_period
        and fixed.dimension = this.dimension
        and (this.dimension, this.part, fixed.part) in (('deprivation', '1', '5'), ('sex', 'female', 'male'))
    where
        fixed.part is not null
        or this.dimension not in ('deprivation', 'sex')

),

mixed as (

    select
        pair_id,
        sum((x1 / n1 - x2 / n2) * (n1 + n2) order by specialty_code) / sum(n1 + n2) as difference,
        -- half an event and half a person without, so that a specialty where nobody waited is not certain of it
        sqrt(sum((n1 + n2) ** 2 * (
            (x1 + 0.5) * (n1 - x1 + 0.5) / (n1 + 1) ** 2 / n1 + (x2 + 0.5) * (n2 - x2 + 0.5) / (n2 + 1) ** 2 / n2
        ) order by specialty_code)) / sum(n1 + n2) as error,
        count(*) as specialties
    from paired
    where specialty_code <> 'ALL' and n2 > 0
    group by pair_id

),

estimated as (

    select
        *,
        x1 / n1 as p1,
        x2 / n2 as p2,
        1.959963984540054 as z,
        (2 * x1 + z ** 2 - z * sqrt(z ** 2 + 4 * x1 * (1 - p1))) / (2 * (n1 + z ** 2)) as l1,
        (2 * x1 + z ** 2 + z * sqrt(z ** 2 + 4 * x1 * (1 - p1))) / (2 * (n1 + z ** 2)) as u1,
        (2 * x2 + z ** 2 - z * sqrt(z ** 2 + 4 * x2 * (1 - p2))) / (2 * (n2 + z ** 2)) as l2,
        (2 * x2 + z ** 2 + z * sqrt(z ** 2 + 4 * x2 * (1 - p2))) / (2 * (n2 + z ** 2)) as u2,
        (x1 + x2) / (n1 + n2) as pooled
    from paired
    where least(n1, n2) >= 20

),

measured as (

    select
        *,
        100 * (p1 - p2) as gap,
        100 * (p1 - p2 - sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2)) as gap_low,
        100 * (p1 - p2 + sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)) as gap_high
    from estimated

),

changed as (

    select
        now.series_id,
        before.last_period as gap_before_on,
        before.gap as gap_before,
        now.gap - before.gap as gap_change,
        gap_change - sqrt((now.gap - now.gap_low) ** 2 + (before.gap_high - before.gap) ** 2) as gap_change_low,
        gap_change + sqrt((now.gap_high - now.gap) ** 2 + (before.gap - before.gap_low) ** 2) as gap_change_high
    from measured as now
    inner join measured as before
        on before.series_id = now.series_id
        and now.is_now
        and not before.is_now

),

england as (

    select
        measured.series_id,
        measured.metric,
        measured.last_period,
        measured.group_code,
        measured.gap,
        changed.gap_before,
        changed.gap_change
    from measured
    left join changed on changed.series_id = measured.series_id
    where
        measured.is_now
        and measured.org_code = 'ENG'
        and measured.metric in (select metric from metric_facts where between_groups)

)

select
    measured.series_id,
    measured.gap_against,
    measured.gap,
    england.gap as gap_england,
    measured.gap_low,
    measured.gap_high,
    (p1 - p2) / nullif(sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2)), 0) as gap_z,
    abs(p1 - p2) * n1 as gap_people,
    100 * mixed.difference as gap_standardised,
    100 * (mixed.difference - 1.959963984540054 * mixed.error) as gap_standardised_low,
    100 * (mixed.difference + 1.959963984540054 * mixed.error) as gap_standardised_high,
    changed.gap_before_on,
    changed.gap_before,
    changed.gap_change,
    changed.gap_change_low,
    changed.gap_change_high,
    england.gap_before as gap_england_before,
    coalesce(
        if(
            measured.gap > 0,
            measured.gap_low > 0 and changed.gap_change_low > greatest(0, england.gap_change),
            measured.gap_high < 0 and changed.gap_change_high < least(0, england.gap_change)
        ),
        false
    ) as gap_widened
from measured
left join changed on changed.series_id = measured.series_id
left join england
    on england.metric = measured.metric
    and england.group_code = measured.group_code
    and england.last_period = measured.last_period
    and england.series_id <> measured.series_id
left join mixed
    on mixed.pair_id = measured.pair_id
    and measured.specialty_code = 'ALL'
    and mixed.specialties > 1
where measured.is_now
