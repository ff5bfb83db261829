"""What each source becomes: the one table of column names and types that readers produce and queries read.

A period is the first day of its month. Codes are text. Counts are integers, but for cancer pathways, which two
trusts may share half each. A blank band in a published file is a zero; a figure that was not collected is null.
"""

import pyarrow as pa

_MONTH = pa.field("period", pa.date32(), nullable=False)


def _text(*names: str) -> list[pa.Field]:
    return [pa.field(name, pa.string()) for name in names]


def _counts(*names: str) -> list[pa.Field]:
    return [pa.field(name, pa.int32()) for name in names]


def _days(*names: str) -> list[pa.Field]:
    return [pa.field(name, pa.date32()) for name in names]


_PROVIDER_BY_COMMISSIONER = _text(
    *("provider_code", "provider_name", "provider_parent_code", "provider_parent_name"),
    *("commissioner_code", "commissioner_name", "commissioner_parent_code", "commissioner_parent_name"),
)
_DEPARTMENTS = ("type_1", "type_2", "other")
_ON_A_SERIES = [*_text("metric", "provider_code", "specialty_code"), _MONTH]

RTT_BANDS = tuple(f"weeks_{week:03d}" for week in range(104))
"""`weeks_017` counts waits over 17 and up to 18 weeks: 120 to 126 days."""

_FIELDS: dict[str, list[pa.Field]] = {
    # part: 1A, 1B, 2, 2A or 3. specialty_code: 100..502, X02..X06, or ALL for the published total (C_999).
    # weeks_open counts waits beyond open_from weeks: 104, or 52 in the extracts of 2017-19, with null above.
    "rtt": [
        _MONTH,
        *_PROVIDER_BY_COMMISSIONER,
        *_text("part", "specialty_code"),
        *_counts(*RTT_BANDS, "weeks_open", "open_from", "unknown_start", "total"),
    ],
    # unbooked and booked attendances add up; the same for those over four hours
    "ae": [
        _MONTH,
        *_text("provider_code", "provider_name", "region_name"),
        *_counts(
            *(f"attendances_{kind}" for kind in _DEPARTMENTS), *(f"booked_{kind}" for kind in _DEPARTMENTS)
        ),
        *_counts(*(f"over_4_hours_{kind}" for kind in _DEPARTMENTS)),
        *_counts(*(f"booked_over_4_hours_{kind}" for kind in _DEPARTMENTS)),
        *_counts(
            "decision_4_to_12_hours", "decision_over_12_hours", "admissions_type_1", "admissions_type_2"
        ),
        *_counts("admissions_other_department", "admissions_not_through_ae"),
    ],
    # basis: provider or commissioner. standard: 28, 31 or 62 (days). Counts may end in .5: a shared pathway.
    "cancer": [
        _MONTH,
        *_text(
            "basis", "org_code", "org_name", "region_name", "standard", "cancer_type", "route", "modality"
        ),
        *(pa.field(name, pa.decimal128(12, 1)) for name in ("total", "within", "after")),
    ],
    # test_code: 1..15 (the TOTAL pseudo-test 16 is proved against the sum and left out)
    "diagnostics": [
        _MONTH,
        *_PROVIDER_BY_COMMISSIONER,
        *_counts("test_code"),
        *_text("test_name"),
        *_counts(*(f"weeks_{week:02d}" for week in range(13)), "weeks_13_plus", "total_waiting"),
        *_counts("waiting_list_activity", "planned_activity", "unscheduled_activity", "total_activity"),
    ],
    # ga: general and acute specialties, a subset of all
    "referral_returns": [
        _MONTH,
        *_PROVIDER_BY_COMMISSIONER,
        *_counts("gp_referrals", "other_referrals", "gp_referrals_ga", "other_referrals_ga"),
    ],
    "ods_trusts": _text("code", "name", "region_code", "board_code") + _days("opened_on", "closed_on"),
    # status: A active, C closed, D dormant, P proposed. setting: 4 is a GP practice.
    "ods_practices": [
        *_text("code", "name", "region_code", "board_code", "sub_board_code", "status", "setting"),
        *_days("opened_on", "closed_on"),
    ],
    "ods_networks": _text("code", "name", "sub_board_code", "sub_board_name")
    + _days("opened_on", "closed_on"),
    "ods_network_members": [
        *_text("practice_code", "practice_name", "sub_board_code", "sub_board_name"),
        *_text("network_code", "network_name"),
        *_days("started_on", "ended_on"),
    ],
    # sex: all, male, female; age_group: all, or a five-year group such as 0-4, 85-89, 95+
    "gp_list_size": [
        _MONTH,
        *_text("practice_code", "sub_board_code", "sex", "age_group"),
        *_counts("patients"),
    ],
    "practice_map": [
        _MONTH,
        *_text("practice_code", "practice_name", "network_code", "network_name"),
        *_text("sub_board_code", "sub_board_name", "board_code", "board_name", "region_code", "region_name"),
    ],
    "practice_deprivation": [
        *_text("practice_code", "practice_name", "sub_board_code"),
        pa.field("imd_score", pa.float64()),
        *_counts("imd_decile"),
    ],
    "system_mapping": _text("provider_code", "provider_name", "board_code", "board_name", "region_name"),
    # local feeds
    "referrals": [
        *_text("referral_id", "practice_code", "provider_code", "specialty_code", "priority"),
        *_days("referred_on", "received_on", "triaged_on"),
        *_text("triage_outcome", "return_reason"),
        *_days("first_appointment_on"),
        *_text("first_appointment_outcome"),
        *_days("clock_stop_on"),
        *_text("clock_stop_reason"),
        *_days("letter_sent_on"),
        *_text("age_band", "sex", "ethnic_category"),
        *_counts("imd_decile"),
    ],
    "advice": [
        *_text("request_id", "practice_code", "provider_code", "specialty_code"),
        *_days("asked_on", "answered_on"),
        *_text("outcome"),
    ],
    "concerns": [
        *_text("concern_id", "practice_code"),
        *_days("reported_on"),
        *_text("provider_code", "specialty_code", "theme", "severity", "text", "status"),
        *_days("answered_on"),
        *_text("outcome"),
        *_days("answer_seen"),
    ],
    "commitments": [
        *_text("commitment_id", "meeting_id", "provider_code", "what", "owner"),
        *_days("due_on"),
        *_text("measure", "status"),
        *_days("closed_on"),
        *_text("evidence"),
    ],
    "people": [
        *_text("person_id", "name", "role", "practice_code", "email"),
        *(pa.field(name, pa.bool_()) for name in ("may_decide", "newcomer")),
    ],
    "contacts": _text("organisation_code", "name", "role", "email"),
    "interests": _text("person_id", "kind", "organisation_code", "topic") + _days("from", "to"),
    "plans": [*_ON_A_SERIES, pa.field("planned_value", pa.float64())],
    "organisations": [
        *_text("code", "name", "nickname", "type", "parent_code"),
        *_days("valid_from", "valid_to"),
        *_text("successor_code"),
    ],
    "rebases": _ON_A_SERIES + _text("reason", "author"),
    "annotations": _ON_A_SERIES + _text("reason", "author"),
}
SCHEMAS: dict[str, pa.Schema] = {name: pa.schema(fields) for name, fields in _FIELDS.items()}
