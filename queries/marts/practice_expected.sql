-- Referrals that each practice would have made had its people been referred like those of the whole board, month by month.
-- basis says what was allowed for: "age and sex" where a list by age is loaded for every practice of the board, else "size".
-- The age bands of the feed are matched to the list's by their lower ends. Referrals of unknown age or sex are spread in
-- proportion, so that a board's expected referrals add up to those it made.
--
-- expected_with_deprivation is that times what practices of a like deprivation make for every one expected, pooled over twelve
-- months. Fifths are merged with their neighbours until each holds three practices; with fewer than two such groups in a board,
-- or without the practice's own deprivation, it is empty. It too adds up to what the practices with one made.
--
-- Decimals: their sums are the same in whatever order the threads of a machine add them, those of doubles are not.
with recursive

homes as (

    select member_code as practice_code, org_code as board_code
    from membership
    where member_type = 'practice' and org_type = 'board' and view = 'today'

),

made as (

    select period, practice_code, sum(made) as made
    from referral_steps
    where made > 0
    group by period, practice_code

),

practices as (

    select registered.*, homes.board_code, coalesce(made.made, 0) as made
    from registered
    join homes using (practice_code)
    left join made using (period, practice_code)

),

feed_bands as (

    select
        age_band,
        case
            when regexp_matches(lower(age_band), '^(under|<|up to)') then 0
            else try_cast(regexp_extract(age_band, '(\d+)', 1) as integer)
        end as youngest
    from (select distinct age_band from red_referrals_made)

),

-- The newest list with ages on or before the month; before the first of them, that one.
aged_lists as (

    select
        months.period,
        coalesce(max(lists.period) filter (lists.period <= months.period), min(lists.period)) as list_period
    from (select distinct period from registered) as months
    cross join (
        select distinct period from red_list_sizes where age_group <> 'all' and sex in ('male', 'female')
    ) as lists
    group by months.period

),

list_bands as (

    select age_group, try_cast(regexp_extract(age_group, '(\d+)', 1) as integer) as youngest
    from (select distinct age_group from red_list_sizes where age_group <> 'all')

),

matched_bands as (

    select list_bands.age_group, arg_max(feed_bands.age_band, feed_bands.youngest) as age_band
    from list_bands
    join feed_bands on feed_bands.youngest <= list_bands.youngest
    group by list_bands.age_group

),

list_cells as (

    select
        practices.period, practices.board_code, practices.practice_code, matched_bands.age_band, sex,
        sum(red_list_sizes.patients) as people
    from practices
    join aged_lists using (period)
    join red_list_sizes
        on practices.practice_code = red_list_sizes.practice_code and aged_lists.list_period = red_list_sizes.period
    join matched_bands using (age_group)
    where sex in ('male', 'female')
    group by all

),

with_ages as (

    select practices.period, practices.board_code
    from practices
    left join (select distinct period, practice_code from list_cells) as aged using (period, practice_code)
    group by practices.period, practices.board_code
    having count(*) = count(aged.practice_code)

),

made_cells as (

    select red_referrals_made.period, practices.board_code, age_band, sex, sum(referrals) as made
    from red_referrals_made
    join practices using (period, practice_code)
    group by all

),

board_cells as (

    select list_cells.period, list_cells.board_code, age_band, sex, any_value(made_cells.made) as made, sum(people) as people
    from list_cells
    join made_cells using (period, board_code, age_band, sex)
    group by all

),

by_age_and_sex as (

    select
        list_cells.period,
        list_cells.practice_code,
        sum(cast(list_cells.people * board_cells.made / board_cells.people as decimal(18, 9))) as expected
    from list_cells
    join board_cells using (period, board_code, age_band, sex)
    where board_cells.people > 0
    group by all

),

by_size as (

    select
        period, practice_code, board_code, made, patients,
        cast(patients * sum(made) over board / sum(patients) over board as decimal(18, 9)) as expected,
        sum(made) over board as board_made
    from practices
    window board as (partition by period, board_code)

),

chosen as (

    select
        by_size.*,
        case when with_ages.board_code is not null then by_age_and_sex.expected else by_size.expected end as unscaled,
        case when with_ages.board_code is not null then 'age and sex' else 'size' end as basis
    from by_size
    left join with_ages using (period, board_code)
    left join by_age_and_sex using (period, practice_code)

),

allowed as (

    select
        period, practice_code, board_code, made, basis,
        cast(cast(unscaled as double) * board_made / sum(unscaled) over (partition by period, board_code) as decimal(18, 9)) as expected
    from chosen

),

deprived as (

    select distinct practices.board_code, practices.practice_code, (imd_decile + 1) // 2 as fifth
    from practices
    join practice_deprivation using (practice_code)
    where imd_decile between 1 and 10

),

fifth_sizes as (

    select boards.board_code, cast(fifths.fifth as bigint) as fifth, count(deprived.practice_code) as size
    from (select distinct board_code from deprived) as boards
    cross join (select unnest(generate_series(1, 5)) as fifth) as fifths
    left join deprived on deprived.board_code = boards.board_code and deprived.fifth = fifths.fifth
    group by boards.board_code, fifths.fifth

),

-- From the most deprived on: a group takes in the next fifth until it holds three practices.
steps as (

    select board_code, fifth, 1 as step, size as held from fifth_sizes where fifth = 1
    union all
    select
        next_fifth.board_code,
        next_fifth.fifth,
        case when steps.held >= 3 then steps.step + 1 else steps.step end as step,
        case when steps.held >= 3 then 0 else steps.held end + next_fifth.size as held
    from steps
    join fifth_sizes as next_fifth
        on next_fifth.board_code = steps.board_code and next_fifth.fifth = steps.fifth + 1

),

-- What is left over at the other end joins the last whole group.
whole_steps as (

    select board_code, max(step) filter (held >= 3) as last_step
    from steps
    group by board_code

),

alike as (

    select deprived.practice_code, least(steps.step, whole_steps.last_step) as deprivation_group
    from deprived
    join steps using (board_code, fifth)
    join whole_steps using (board_code)
    where whole_steps.last_step >= 2

),

group_months as (

    select period, board_code, deprivation_group, sum(made) as made, sum(expected) as expected
    from allowed
    join alike using (practice_code)
    group by period, board_code, deprivation_group

),

group_years as (

    select
        period, board_code, deprivation_group,
        sum(made) over year_to_date / nullif(sum(expected) over year_to_date, 0) as ratio
    from group_months
    window year_to_date as (
        partition by board_code, deprivation_group
        order by period
        range between interval 11 months preceding and current row
    )

),

weighed as (

    select
        allowed.*,
        alike.deprivation_group,
        cast(cast(allowed.expected as double) * group_years.ratio as decimal(18, 9)) as weighed,
        sum(allowed.made) filter (weighed is not null) over board as made_weighed
    from allowed
    left join alike using (practice_code)
    left join group_years using (period, board_code, deprivation_group)
    window board as (partition by period, allowed.board_code)

)

select
    period,
    practice_code,
    board_code,
    cast(made as bigint) as made,
    expected,
    cast(
        cast(weighed as double) * made_weighed / nullif(sum(weighed) over (partition by period, board_code), 0) as decimal(18, 9)
    ) as expected_with_deprivation,
    deprivation_group,
    basis

from weighed
