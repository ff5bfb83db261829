"""The local feeds: our own layouts, filled by a hospital, a board or a manager. The data guide shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.sources.codes import parse_local_code, parse_organisation, parse_practice, parse_provider
from briefing.sources.feed_values import (
    parse_advice_outcome,
    parse_age_band,
    parse_attendance,
    parse_clock_stop,
    parse_email,
    parse_ethnic_category,
    parse_interest,
    parse_level,
    parse_metric,
    parse_priority,
    parse_sex,
    parse_specialty,
    parse_specialty_or_all,
    parse_triage,
)
from briefing.sources.layout import Layout
from briefing.sources.practice_deprivation import parse_decile
from briefing.sources.schemas import SCHEMAS
from briefing.sources.source import Codes, Keeping
from briefing.sources.values import Parser


@dataclass(frozen=True)
class Feed:
    """One local feed: its columns are those of its schema, under the same names."""

    name: str
    title: str
    keeps: Keeping
    key: tuple[str, ...]
    required: tuple[str, ...]
    """Columns that must be there; the rest may be left out, and are then not measured."""
    filled: tuple[str, ...]
    """Columns that may hold no blank."""
    parsers: Mapping[str, Parser] = field(default_factory=dict)
    together: tuple[tuple[str, str], ...] = ()
    """A date and what came of it: a feed that has the first must have the second."""
    in_order: tuple[tuple[str, str], ...] = ()
    """Days of which the second can't come before the first."""
    happens_on: str | None = None
    """The day that a row is about, in feeds of what happened."""
    free_text: tuple[str, ...] = ()
    screened: bool = False
    """Row-level: what identifies a patient is refused."""
    codes: tuple[Codes, ...] = ()
    authority: int = 9
    says: str | None = None
    """The word in a sheet's or file's name that tells it from a feed with the same columns."""

    @property
    def layout(self) -> Layout:
        names = SCHEMAS[self.name].names
        return Layout(
            self.title,
            {name: (name,) for name in names},
            optional=frozenset(names) - frozenset(self.required),
            remedy=f"Rename the columns, or map them in briefing.toml under [columns.{self.name}].",
        )


_CODES = {"practice_code": parse_practice, "provider_code": parse_provider, "specialty_code": parse_specialty}
_REFERRED = (Codes("provider", "provider_code"), Codes("practice", "practice_code"))
_ON_A_SERIES = {
    "metric": parse_metric,
    "provider_code": parse_organisation,
    "specialty_code": parse_specialty_or_all,
}
_NOTE = ("metric", "provider_code", "period", "reason")

FEEDS = (
    Feed(
        "referrals",
        "referrals (local feed)",
        "rows",
        key=("referral_id",),
        required=(
            "referral_id",
            "practice_code",
            "provider_code",
            "specialty_code",
            "priority",
            "referred_on",
        ),
        filled=("referral_id", "practice_code", "provider_code", "specialty_code", "referred_on"),
        parsers={
            **_CODES,
            "priority": parse_priority,
            "triage_outcome": parse_triage,
            "first_appointment_outcome": parse_attendance,
            "clock_stop_reason": parse_clock_stop,
            "age_band": parse_age_band,
            "sex": parse_sex,
            "ethnic_category": parse_ethnic_category,
            "imd_decile": parse_decile,
        },
        together=(("triaged_on", "triage_outcome"), ("first_appointment_on", "first_appointment_outcome")),
        in_order=(
            ("referred_on", "received_on"),
            ("referred_on", "triaged_on"),
            ("received_on", "triaged_on"),
            ("referred_on", "first_appointment_on"),
            ("referred_on", "clock_stop_on"),
            ("first_appointment_on", "letter_sent_on"),
        ),
        happens_on="referred_on",
        free_text=("return_reason",),
        screened=True,
        codes=_REFERRED,
    ),
    Feed(
        "advice",
        "advice and guidance requests (local feed)",
        "rows",
        key=("request_id",),
        required=(
            "request_id",
            "practice_code",
            "provider_code",
            "specialty_code",
            "asked_on",
            "answered_on",
            "outcome",
        ),
        filled=("request_id", "practice_code", "provider_code", "specialty_code", "asked_on"),
        parsers={**_CODES, "outcome": parse_advice_outcome},
        in_order=(("asked_on", "answered_on"),),
        happens_on="asked_on",
        screened=True,
        codes=_REFERRED,
    ),
    Feed(
        "concerns",
        "practices' concerns (local feed)",
        "rows",
        key=("concern_id",),
        required=("concern_id", "practice_code", "reported_on", "provider_code", "theme"),
        filled=("concern_id", "practice_code", "reported_on", "provider_code", "theme"),
        parsers={**_CODES, "specialty_code": parse_specialty_or_all},
        in_order=(("reported_on", "answered_on"), ("answered_on", "answer_seen")),
        happens_on="reported_on",
        free_text=("theme", "severity", "text", "status", "outcome"),
        screened=True,
    ),
    Feed(
        "commitments",
        "commitments (register)",
        "snapshot",
        key=("commitment_id",),
        required=("commitment_id", "provider_code", "what", "owner", "due_on", "status"),
        filled=("commitment_id", "provider_code", "what", "due_on"),
        parsers={"provider_code": parse_provider},
    ),
    Feed(
        "people",
        "people (register)",
        "snapshot",
        key=("person_id",),
        required=("person_id", "name", "role"),
        filled=("person_id", "name", "role"),
        parsers={"practice_code": parse_practice, "email": parse_email},
    ),
    Feed(
        "contacts",
        "contacts (register)",
        "snapshot",
        key=("organisation_code", "email"),
        required=("organisation_code", "name", "email"),
        filled=("organisation_code", "name", "email"),
        parsers={"organisation_code": parse_organisation, "email": parse_email},
    ),
    Feed(
        "interests",
        "interests (register)",
        "snapshot",
        key=("person_id", "kind", "organisation_code", "topic", "from"),
        required=("person_id", "kind", "organisation_code", "topic"),
        filled=("person_id", "kind"),
        parsers={"kind": parse_interest, "organisation_code": parse_organisation},
        in_order=(("from", "to"),),
    ),
    Feed(
        "plans",
        "plans (register)",
        "snapshot",
        key=("metric", "provider_code", "specialty_code", "period"),
        required=("metric", "provider_code", "period", "planned_value"),
        filled=("metric", "provider_code", "period", "planned_value"),
        parsers=_ON_A_SERIES,
    ),
    Feed(
        "organisations",
        "organisations (local register)",
        "snapshot",
        key=("code", "parent_code", "valid_from"),
        required=("code", "name", "type", "parent_code"),
        filled=("code", "name", "type"),
        parsers={
            "code": parse_local_code,
            "type": parse_level,
            "parent_code": parse_local_code,
            "successor_code": parse_local_code,
        },
        in_order=(("valid_from", "valid_to"),),
        codes=(Codes(None, "code", "name", dates=("valid_from", "valid_to")),),
        authority=1,
    ),
    Feed(
        "rebases",
        "rebases (register)",
        "snapshot",
        key=("metric", "provider_code", "specialty_code", "period"),
        required=_NOTE,
        filled=_NOTE,
        parsers=_ON_A_SERIES,
        says="rebase",
    ),
    Feed(
        "annotations",
        "annotations (register)",
        "snapshot",
        key=("metric", "provider_code", "specialty_code", "period", "reason"),
        required=_NOTE,
        filled=_NOTE,
        parsers=_ON_A_SERIES,
        says="annotation",
    ),
)
