/*
The 95% interval of a value, in the unit of its metric. Wilson's for proportions, Byar's for rates and for observed over
expected (exact Poisson below 10 events, from the table `exact_poisson`); other kinds have none: a median, a list size or a balancing
figure isn't a count of independent events.
*/
create or replace macro normal_95() as 1.959963984540054;

create or replace macro wilson_low(x, n) as greatest(0,
    (2 * x + normal_95() ** 2 - normal_95() * sqrt(greatest(normal_95() ** 2 + 4 * x * (1 - x / n), 0)))
    / (2 * (n + normal_95() ** 2)));

create or replace macro wilson_high(x, n) as least(1,
    (2 * x + normal_95() ** 2 + normal_95() * sqrt(greatest(normal_95() ** 2 + 4 * x * (1 - x / n), 0)))
    / (2 * (n + normal_95() ** 2)));

create or replace macro byar_low(x) as x * (1 - 1 / (9 * x) - normal_95() / (3 * sqrt(x))) ** 3;

create or replace macro byar_high(x) as (x + 1) * (1 - 1 / (9 * (x + 1)) + normal_95() / (3 * sqrt(x + 1))) ** 3;

create or replace macro interval_low(kind, x, n, scale, exact) as case
    when kind = 'wilson' then 100 * wilson_low(x, n)
    when kind = 'poisson' then scale / n * case when x < 10 then exact else byar_low(x) end
end;

create or replace macro interval_high(kind, x, n, scale, exact) as case
    when kind = 'wilson' then 100 * wilson_high(x, n)
    when kind = 'poisson' then scale / n * case when x < 10 then exact else byar_high(x) end
end;

create or replace macro type_of_point(rule, side, better) as case
    when rule is null then 'common_cause'
    when better = 'neither' then 'special_cause_neutral'
    when (side > 0) = (better = 'higher') then 'special_cause_improvement'
    else 'special_cause_concern'
end;
