-- What patients say of their practice in the yearly survey.
select period, practice_code, good, answers
from stg_gp_survey
where good is not null and answers >= 10
