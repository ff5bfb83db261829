-- Who was filed under whom, and when: every (commissioner, board) pair that any file knows. rank 1 is the published files, 2 the
-- practice map, 3 the practice register (undated).
select
    coalesce(period, date '1900-01-01') as period,
    code as sub_board_code,
    parent_code as board_code,
    case authority when 3 then 1 when 7 then 3 else 2 end as rank

from red_organisations
where type = 'sub_board' and parent_type = 'board' and parent_code <> ''
group by all
