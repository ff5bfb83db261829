-- What the charts' SQL says in one word. A bit a point, the oldest first: a shift to the left looks ahead.

create or replace macro side_of(v, line, rounding) as
    case when v > line + rounding then 1 when v < line - rounding then -1 else 0 end;

create or replace macro sides_of(values, line) as
    list_transform(values, lambda v: side_of(v, line, 1e-10 * greatest(abs(line), abs(v))));

create or replace macro side_between(v, low, high, rounding) as
    case when v > high + rounding then 1 when v < low - rounding then -1 else 0 end;

-- the next whole event beyond three sigma of a count that is usually so many
create or replace macro next_event(usual) as floor(usual + 3 * sqrt(usual)) + 1;

create or replace macro as_bits(sides, way) as
    array_to_string(list_transform(sides, lambda s: if(s = way, '1', '0')), '')::bit;

create or replace macro start_of_seven(b) as b & (b << 1) & (b << 2) & (b << 3) & (b << 4) & (b << 5) & (b << 6);

create or replace macro start_of_six(b) as b & (b << 1) & (b << 2) & (b << 3) & (b << 4) & (b << 5);

-- three points on one side of which at least two are far from the mean
create or replace macro start_of_three(b, far) as
    b & (b << 1) & (b << 2) & ((far & (far << 1)) | (far & (far << 2)) | ((far << 1) & (far << 2)));

-- six steps one way join seven points: those of the steps and the one before the first
create or replace macro steps_and_first(six) as
    (six << 1) | six | (six >> 1) | (six >> 2) | (six >> 3) | (six >> 4) | (six >> 5);

create or replace macro last_ones(b) as length(b::varchar) - length(rtrim(b::varchar, '1'));
