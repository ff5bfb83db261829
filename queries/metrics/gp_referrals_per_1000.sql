/*
title = "Referrals per thousand people"
also = ["Referrals per 1,000 people", "Referrals for every 1,000 people"]
meaning = "Referrals made in the month for every 1,000 people registered with the practices."
unit = "per_1000"
kind = "rate"
better = "neither"
topic = "referral and advice"
why_it_matters = "It lets practices of any size be compared, and shows a change in demand before the waiting list does."
numerator = "referrals made"
denominator = "people registered with the practices of the feed"
source = "referrals"
caveats = [
    "By the month of the referral, by practice, network, sub-board and board; with the newest list on or before the month (before the first list, that one).",
    "A practice of the feed that refers nobody in a month counts as 0.",
    "A local feed: it knows the referrals of the practices that supply it, and stops at the board.",
    "Months count from the first that the feed covers to the last it reaches the end of.",
]
owner = "Analytics"
reviewed = 2026-11-22
published = false
people = "none"
safety = false
interface = false
*/
with

lists as (

    select registered.period, membership.org_code, sum(registered.patients) as patients
    from registered
    join membership on registered.practice_code = membership.member_code
    where
        membership.member_type = 'practice'
        and membership.org_type in ('practice', 'network', 'sub_board', 'board')
        and membership.view = 'today'
    group by registered.period, membership.org_code

),

referred_to as (

    select distinct org_code, specialty_code
    from referral_counts
    where made > 0 and group_code = 'ALL' and view = 'today' and org_type <> 'provider'

)

select
    lists.period,
    'today' as view,
    lists.org_code,
    'ALL' as population_code,
    referred_to.specialty_code,
    'ALL' as group_code,
    coalesce(referral_counts.made, 0) as numerator,
    lists.patients as denominator,
    null as value

from lists
join referred_to using (org_code)
left join referral_counts
    on referral_counts.period = lists.period
    and referral_counts.org_code = lists.org_code
    and referral_counts.specialty_code = referred_to.specialty_code
    and referral_counts.group_code = 'ALL'
    and referral_counts.view = 'today'
    and referral_counts.org_type <> 'provider'
where lists.patients > 0
order by lists.period, lists.org_code, referred_to.specialty_code
