-- One row per year, at its March, and practice: how many answered a question in earnest, and how many of them with good.
select
    *,
    cast(overall_base as int) as answers,
    cast(overall_share * overall_base as int) as good
from gp_survey
