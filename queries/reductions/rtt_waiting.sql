-- People waiting at the end of each month (part 2), band by band, counted three ways:
--   provider    everything a provider reported (commissioner codes are '')
--   commissioner  the residents of a commissioner, wherever they wait (provider code is ''); NONC is nobody's resident
--   population  the residents of a home commissioner at one provider
-- open_from is the week from which weeks_open counts: 52 in the old extracts, 104 since.
with

waiting as (

    select *
    from stg_rtt
    where part = '2'

),

scoped as (

    select provider_code as provider, '' as commissioner, '' as commissioner_parent, waiting.*
    from waiting
    union all
    select '' as provider, commissioner_code as commissioner, commissioner_parent_code as commissioner_parent, waiting.*
    from waiting
    where commissioner_code <> 'NONC'
    union all
    select
        provider_code as provider,
        waiting.commissioner_code as commissioner,
        commissioner_parent_code as commissioner_parent,
        waiting.*
    from waiting
    join red_home_commissioners as home on waiting.commissioner_code = home.commissioner_code

)

select
    period,
    provider as provider_code,
    commissioner as commissioner_code,
    commissioner_parent as commissioner_parent_code,
    specialty_code,
    cast(sum(weeks_000) as int) as weeks_000, cast(sum(weeks_001) as int) as weeks_001,
    cast(sum(weeks_002) as int) as weeks_002, cast(sum(weeks_003) as int) as weeks_003,
    cast(sum(weeks_004) as int) as weeks_004, cast(sum(weeks_005) as int) as weeks_005,
    cast(sum(weeks_006) as int) as weeks_006, cast(sum(weeks_007) as int) as weeks_007,
    cast(sum(weeks_008) as int) as weeks_008, cast(sum(weeks_009) as int) as weeks_009,
    cast(sum(weeks_010) as int) as weeks_010, cast(sum(weeks_011) as int) as weeks_011,
    cast(sum(weeks_012) as int) as weeks_012, cast(sum(weeks_013) as int) as weeks_013,
    cast(sum(weeks_014) as int) as weeks_014, cast(sum(weeks_015) as int) as weeks_015,
    cast(sum(weeks_016) as int) as weeks_016, cast(sum(weeks_017) as int) as weeks_017,
    cast(sum(weeks_018) as int) as weeks_018, cast(sum(weeks_019) as int) as weeks_019,
    cast(sum(weeks_020) as int) as weeks_020, cast(sum(weeks_021) as int) as weeks_021,
    cast(sum(weeks_022) as int) as weeks_022, cast(sum(weeks_023) as int) as weeks_023,
    cast(sum(weeks_024) as int) as weeks_024, cast(sum(weeks_025) as int) as weeks_025,
    cast(sum(weeks_026) as int) as weeks_026, cast(sum(weeks_027) as int) as weeks_027,
    cast(sum(weeks_028) as int) as weeks_028, cast(sum(weeks_029) as int) as weeks_029,
    cast(sum(weeks_030) as int) as weeks_030, cast(sum(weeks_031) as int) as weeks_031,
    cast(sum(weeks_032) as int) as weeks_032, cast(sum(weeks_033) as int) as weeks_033,
    cast(sum(weeks_034) as int) as weeks_034, cast(sum(weeks_035) as int) as weeks_035,
    cast(sum(weeks_036) as int) as weeks_036, cast(sum(weeks_037) as int) as weeks_037,
    cast(sum(weeks_038) as int) as weeks_038, cast(sum(weeks_039) as int) as weeks_039,
    cast(sum(weeks_040) as int) as weeks_040, cast(sum(weeks_041) as int) as weeks_041,
    cast(sum(weeks_042) as int) as weeks_042, cast(sum(weeks_043) as int) as weeks_043,
    cast(sum(weeks_044) as int) as weeks_044, cast(sum(weeks_045) as int) as weeks_045,
    cast(sum(weeks_046) as int) as weeks_046, cast(sum(weeks_047) as int) as weeks_047,
    cast(sum(weeks_048) as int) as weeks_048, cast(sum(weeks_049) as int) as weeks_049,
    cast(sum(weeks_050) as int) as weeks_050, cast(sum(weeks_051) as int) as weeks_051,
    cast(sum(weeks_052) as int) as weeks_052, cast(sum(weeks_053) as int) as weeks_053,
    cast(sum(weeks_054) as int) as weeks_054, cast(sum(weeks_055) as int) as weeks_055,
    cast(sum(weeks_056) as int) as weeks_056, cast(sum(weeks_057) as int) as weeks_057,
    cast(sum(weeks_058) as int) as weeks_058, cast(sum(weeks_059) as int) as weeks_059,
    cast(sum(weeks_060) as int) as weeks_060, cast(sum(weeks_061) as int) as weeks_061,
    cast(sum(weeks_062) as int) as weeks_062, cast(sum(weeks_063) as int) as weeks_063,
    cast(sum(weeks_064) as int) as weeks_064, cast(sum(weeks_065) as int) as weeks_065,
    cast(sum(weeks_066) as int) as weeks_066, cast(sum(weeks_067) as int) as weeks_067,
    cast(sum(weeks_068) as int) as weeks_068, cast(sum(weeks_069) as int) as weeks_069,
    cast(sum(weeks_070) as int) as weeks_070, cast(sum(weeks_071) as int) as weeks_071,
    cast(sum(weeks_072) as int) as weeks_072, cast(sum(weeks_073) as int) as weeks_073,
    cast(sum(weeks_074) as int) as weeks_074, cast(sum(weeks_075) as int) as weeks_075,
    cast(sum(weeks_076) as int) as weeks_076, cast(sum(weeks_077) as int) as weeks_077,
    cast(sum(weeks_078) as int) as weeks_078, cast(sum(weeks_079) as int) as weeks_079,
    cast(sum(weeks_080) as int) as weeks_080, cast(sum(weeks_081) as int) as weeks_081,
    cast(sum(weeks_082) as int) as weeks_082, cast(sum(weeks_083) as int) as weeks_083,
    cast(sum(weeks_084) as int) as weeks_084, cast(sum(weeks_085) as int) as weeks_085,
    cast(sum(weeks_086) as int) as weeks_086, cast(sum(weeks_087) as int) as weeks_087,
    cast(sum(weeks_088) as int) as weeks_088, cast(sum(weeks_089) as int) as weeks_089,
    cast(sum(weeks_090) as int) as weeks_090, cast(sum(weeks_091) as int) as weeks_091,
    cast(sum(weeks_092) as int) as weeks_092, cast(sum(weeks_093) as int) as weeks_093,
    cast(sum(weeks_094) as int) as weeks_094, cast(sum(weeks_095) as int) as weeks_095,
    cast(sum(weeks_096) as int) as weeks_096, cast(sum(weeks_097) as int) as weeks_097,
    cast(sum(weeks_098) as int) as weeks_098, cast(sum(weeks_099) as int) as weeks_099,
    cast(sum(weeks_100) as int) as weeks_100, cast(sum(weeks_101) as int) as weeks_101,
    cast(sum(weeks_102) as int) as weeks_102, cast(sum(weeks_103) as int) as weeks_103,
    cast(sum(weeks_open) as int) as weeks_open,
    min(open_from) as open_from,
    cast(sum(total) as int) as total

from scoped
group by period, provider, commissioner, commissioner_parent, specialty_code
