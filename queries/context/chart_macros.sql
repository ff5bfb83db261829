-- What the charts' SQL says in one word. A bit a point, the oldest first; a shift to the left looks ahead.

create or replace macro side_of(v, mean, rounding) as
    case when v > mean + rounding then 1 when v < mean - rounding then -1 else 0 end;

create or replace macro next_event(usual) as floor(usual + 3 * sqrt(usual)) + 1;

create or replace macro as_bits(sides, way) as
    array_to_string(list_transform(sides, lambda s: if(s = way, '1', '0')), '')::bit;

create or replace macro seven_on(b) as b & (b << 1) & (b << 2) & (b << 3) & (b << 4) & (b << 5) & (b << 6);

create or replace macro six_on(b) as b & (b << 1) & (b << 2) & (b << 3) & (b << 4) & (b << 5);

-- every point of a run of seven or more
create or replace macro in_seven(b) as
    seven_on(b) | (seven_on(b) >> 1) | (seven_on(b) >> 2) | (seven_on(b) >> 3)
    | (seven_on(b) >> 4) | (seven_on(b) >> 5) | (seven_on(b) >> 6);

-- six steps one way join seven points: those of the steps and the one before the first
create or replace macro in_trend(b) as
    (six_on(b) << 1) | six_on(b) | (six_on(b) >> 1) | (six_on(b) >> 2) | (six_on(b) >> 3)
    | (six_on(b) >> 4) | (six_on(b) >> 5);

-- three on one side, at least two of them far out: only those far out are marked
create or replace macro three_on(b, far) as
    b & (b << 1) & (b << 2) & ((far & (far << 1)) | (far & (far << 2)) | ((far << 1) & (far << 2)));

create or replace macro in_three(b, far) as
    far & (three_on(b, far) | (three_on(b, far) >> 1) | (three_on(b, far) >> 2));

create or replace macro last_ones(b) as length(b::varchar) - length(rtrim(b::varchar, '1'));
