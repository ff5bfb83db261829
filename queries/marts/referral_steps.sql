-- Everything that happened to a referral or a request for advice, in the months that the feed covers: to within three days of
-- a month's end (a weekend and a bank holiday). Letters wait a week longer, for one sent in time may not have been known.
-- A feed begins with referrals, so nobody has waited long in its first months: waits count from 18 weeks after its first day, days
-- to triage and to an answer from four weeks after it (`timed`).
-- Groups: deprivation fifth 1 is the most deprived (deciles 1 and 2). Who is in no known group has null there.
with

happened as (

    select 'made' as step, * exclude (referrals), referrals as made
    from red_referrals_made

    union all by name
    select
        'triaged' as step, * exclude (triage_outcome, referrals),
        referrals as triaged,
        if(triage_outcome = 'returned', referrals, 0) as returned
    from red_referrals_triaged

    union all by name
    select
        'booked' as step, * exclude (priority, outcome, days_waited, days_to_letter, appointments),
        if(outcome is not null, appointments, 0) as booked,
        if(outcome in ('attended', 'did not attend'), appointments, 0) as kept_or_missed,
        if(outcome = 'did not attend', appointments, 0) as missed,
        if(outcome = 'cancelled by provider', appointments, 0) as cancelled_by_hospital
    from red_first_appointments

    union all by name
    select
        'seen' as step, * exclude (priority, outcome, days_waited, days_to_letter, appointments),
        days_waited as days,
        appointments as seen,
        if(days_waited <= 126, appointments, 0) as seen_within_18_weeks
    from red_first_appointments
    where outcome = 'attended' and priority is distinct from 'suspected cancer' and days_waited >= 0

    union all by name
    select
        'letter' as step, * exclude (priority, outcome, days_waited, days_to_letter, appointments),
        appointments as letters_due,
        if(days_to_letter <= 7, appointments, 0) as letters_in_time
    from red_first_appointments
    where
        outcome = 'attended'
        and provider_code in (select provider_code from red_first_appointments where days_to_letter is not null)

    union all by name
    select
        'stopped' as step, * exclude (clock_stop_reason, pathways, over_18_weeks),
        pathways as stopped,
        over_18_weeks as stopped_over_18_weeks
    from red_clock_stops

    union all by name
    select
        'ended' as step, * exclude (clock_stop_reason, pathways, over_18_weeks),
        pathways as ended,
        if(clock_stop_reason = 'active monitoring', pathways, 0) as ended_by_monitoring
    from red_clock_stops

    union all by name
    select
        'answered' as step, * exclude (outcome, answers),
        answers as answered,
        if(outcome = 'converted to referral', answers, 0) as converted,
        if(outcome = 'returned', answers, 0) as advice_returned
    from red_advice_answers

)

select
    happened.* exclude (age_band, sex, ethnic_category, imd_decile),
    case when imd_decile between 1 and 10 then 'deprivation:' || ((imd_decile + 1) // 2) end as deprivation_group,
    case when age_band <> '' then 'age:' || age_band end as age_group,
    case when sex <> '' then 'sex:' || sex end as sex_group,
    case when ethnic_category <> '' then 'ethnicity:' || ethnic_category end as ethnic_group,
    days >= 0 and period >= first_day + case step when 'seen' then 126 else 28 end as timed,
    coalesce(triaged, seen, answered) as people

from happened
join feed_reach as reach on reach.feed = case step when 'answered' then 'advice' else 'referrals' end
where
    last_day >= last_day(period) + case step when 'letter' then 7 else -3 end
    and (step not in ('seen', 'stopped') or period >= first_day + 126)
