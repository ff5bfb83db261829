"""The local feeds: our own layouts, filled by a hospital, a board or a manager. The data guide shows them."""

import re
from dataclasses import dataclass

from briefing.sources.columns import Column, count, day, may_lack, month, number, text, yes_or_no
from briefing.sources.layout import Layout
from briefing.sources.source import Codes, Keeping
from briefing.sources.values import (
    Unreadable,
    one_of,
    parse_decile,
    parse_local_code,
    parse_organisation,
    parse_per_cent,
    parse_practice,
    parse_provider,
)

# The words that a feed may say ------------------------------------------------------------------------------

ETHNIC_GROUPS = {
    "White": "A|B|C|white british|white irish|any other white background",
    "Mixed": "D|E|F|G|mixed or multiple ethnic groups",
    "Asian or Asian British": "H|J|K|L|R|asian|asian, asian british or asian welsh|chinese",
    "Black or Black British": "M|N|P|black|black, black british, caribbean or african|"
    "black, black british, black welsh, caribbean or african",
    "Other": "S|other ethnic group|other ethnic groups|any other ethnic group",
    "not stated": "Z|99|not known|unknown|refused",
}
"""The five groups of the census, each with the NHS's letters for it and other names.

Chinese (R) is with Asian, as in the census since 2011. Z (not stated) and 99 (not known) are kept: a share of
people whose group is missing is worth a question.
"""
FORMAL = ("survey", "membership meeting", "written reply")
INFORMAL = ("visit", "call", "event", "e-mail")
"""How a practice was heard besides its reports and its seats on panels, which are formal."""
NARROWEST_BAND = 5
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")

_parse_priority = one_of(
    "routine", "urgent", "suspected cancer", also={"suspected cancer": "2ww|two week wait|usc"}
)
_parse_triage = one_of("accepted", "returned", "redirected", "advice", also={"returned": "rejected"})
_parse_attendance = one_of(
    "attended",
    "did not attend",
    "cancelled by provider",
    "cancelled by patient",
    also={"did not attend": "DNA", "cancelled by provider": "cancelled by hospital"},
)
_parse_clock_stop = one_of(
    "admitted", "non-admitted", "active monitoring", "declined", "other", also={"non-admitted": "nonadmitted"}
)
_parse_advice_outcome = one_of(
    "advice", "converted to referral", "returned", also={"converted to referral": "converted"}
)
_parse_channel = one_of(
    *("forum", "PALS", "complaints", "Healthwatch"),
    also={"forum": "patient forum|patients' forum|ppg", "complaints": "complaint"},
)
_parse_point_of_delivery = one_of(
    *("elective", "day case", "non-elective", "first outpatient", "follow-up outpatient"),
    *("outpatient procedure", "A&E", "other"),
    also={
        "elective": "elective inpatient|EL",
        "day case": "daycase|DC",
        "non-elective": "emergency|NEL",
        "first outpatient": "outpatient first|OPFA",
        "follow-up outpatient": "outpatient follow-up|OPFU",
        "outpatient procedure": "OPPROC",
        "A&E": "accident and emergency|AE",
    },
)
_parse_interest = one_of("financial", "non-financial professional", "non-financial personal", "indirect")
_parse_engagement = one_of(
    *FORMAL,
    *INFORMAL,
    also={
        "visit": "practice visit",
        "call": "phone call|telephone",
        "membership meeting": "members' meeting",
    },
)
_parse_level = one_of(
    *("provider", "practice", "network", "sub_board", "board", "region"),
    also={
        "provider": "trust|hospital",
        "practice": "gp practice",
        "network": "pcn|primary care network|neighbourhood|place|locality",
        "sub_board": "ccg|sub icb|sub icb location",
        "board": "icb|integrated care board",
    },
)
_parse_sex = one_of(
    *("female", "male", "other", "not known"),
    also={
        "female": "f|2",
        "male": "m|1",
        "other": "9|indeterminate",
        "not known": "x|0|u|unknown|not stated",
    },
)
_parse_ethnic_category = one_of(*ETHNIC_GROUPS, also=ETHNIC_GROUPS)


def parse_age_band(text: str) -> str:
    """`75 and over` is 75+, `under 18` is 0-17, `5 to 9` is 5-9. Narrower than five years is refused."""
    band = re.sub(r"\s*(?:[–—_-]|\bto\b)\s*", "-", text.lower().strip())
    band = re.sub(r"\s*(?:\+|and over|and older|plus|or over)$", "+", band)
    if under := re.fullmatch(r"(?:under|<)\s*([0-9]{1,2})", band):
        band = f"0-{int(under[1]) - 1}"
    bounds = re.fullmatch(r"([0-9]{1,2})(?:-([0-9]{1,3})|\+)", band)
    if not bounds or (bounds[2] and int(bounds[2]) - int(bounds[1]) < NARROWEST_BAND - 1):
        remedy = "Use bands of at least five years: ages one by one can tell who somebody is."
        if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}-[a-z]{3}", band):
            remedy = "Excel made a date of the band: format the column as text and type it again."
        raise Unreadable("an age band such as 0-17, 18-64, 65-74 or 75+", remedy)
    return band


def parse_email(text: str) -> str:
    """One plain address: no name around it, no second one, nothing that a mail server could read as more."""
    if not _EMAIL.fullmatch(text) or len(text) > 254:
        raise Unreadable("one e-mail address, such as name@example.org", "Write the address alone.")
    return text


def _parse_specialty(text: str) -> str:
    """A treatment function, 100 to 999, or X01 to X06; `C_100` as in RTT files is 100."""
    code = re.sub(r"^C_", "", text.upper().removesuffix(".0"))
    if not re.fullmatch("[1-9][0-9]{2}|X0[1-6]", code):
        remedy = "Use the treatment function code, not its name."
        raise Unreadable("a treatment function code such as 110, 502 or X04", remedy)
    return code


def _parse_specialty_or_all(text: str) -> str:
    return "ALL" if text.upper() in {"ALL", "C_999", "999"} else _parse_specialty(text)


def _parse_population(text: str) -> str:
    """Everybody is ALL, our residents are OURS; else the code of the board whose residents alone are meant."""
    plain = text.lower().strip()
    if plain in {"all", "everybody", "everyone"}:
        return "ALL"
    return "OURS" if plain in {"ours", "our residents", "our patients"} else parse_organisation(text)


def _parse_metric(text: str) -> str:
    """Whether it names one is asked where all of them are known, with their titles."""
    return text.lower()


# The feeds --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Feed:
    """One local feed: its columns go by our own names."""

    name: str
    title: str
    keeps: Keeping
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    """Those that are optional may be left out, and are then not measured."""
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
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def layout(self) -> Layout:
        remedy = f"Rename the columns, or map them in briefing.toml under [columns.{self.name}]."
        return Layout(self.title, self.columns, remedy=remedy)


_PRACTICE = text("practice_code", filled=True, parse=parse_practice)
_PROVIDER = text("provider_code", filled=True, parse=parse_provider)
_SPECIALTY = text("specialty_code", filled=True, parse=_parse_specialty)
_ANY_SPECIALTY = text("specialty_code", optional=True, parse=_parse_specialty_or_all)
_EMAIL_ADDRESS = text("email", parse=parse_email)
_SERIES = (
    text("metric", filled=True, parse=_parse_metric),
    text("provider_code", filled=True, parse=parse_organisation),
    _ANY_SPECIALTY,
    month("period"),
)
_REMARK = (text("reason", filled=True), text("author", optional=True))
_SERIES_KEY = ("metric", "provider_code", "specialty_code", "period")
_REFERRED = (Codes("provider", "provider_code"), Codes("practice", "practice_code"))

FEEDS = (
    Feed(
        "referrals",
        "referrals (local feed)",
        "rows",
        key=("referral_id",),
        columns=(
            *(text("referral_id", filled=True), _PRACTICE, _PROVIDER, _SPECIALTY),
            text("priority", parse=_parse_priority),
            day("referred_on", filled=True),
            *may_lack(
                *(day("received_on"), day("triaged_on")),
                *(text("triage_outcome", parse=_parse_triage), text("return_reason")),
                day("first_appointment_on"),
                text("first_appointment_outcome", parse=_parse_attendance),
                *(day("clock_stop_on"), text("clock_stop_reason", parse=_parse_clock_stop)),
                day("letter_sent_on"),
                *(text("age_band", parse=parse_age_band), text("sex", parse=_parse_sex)),
                text("ethnic_category", parse=_parse_ethnic_category),
                count("imd_decile", parse=parse_decile),
            ),
        ),
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
        columns=(
            *(text("request_id", filled=True), _PRACTICE, _PROVIDER, _SPECIALTY),
            *(day("asked_on", filled=True), day("answered_on")),
            text("outcome", parse=_parse_advice_outcome),
        ),
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
        columns=(
            *(text("concern_id", filled=True), _PRACTICE, day("reported_on", filled=True), _PROVIDER),
            *(_ANY_SPECIALTY, text("theme", filled=True), text("sub_theme", optional=True)),
            *may_lack(text("severity"), text("text"), text("status"), day("answered_on"), text("outcome")),
            day("answer_seen", optional=True),
        ),
        in_order=(("reported_on", "answered_on"), ("answered_on", "answer_seen")),
        happens_on="reported_on",
        free_text=("theme", "sub_theme", "severity", "text", "status", "outcome"),
        screened=True,
    ),
    Feed(
        "patient_voice",
        "what patients say (local feed)",
        "rows",
        key=("period", "heard_through", "theme", "provider_code", "specialty_code"),
        columns=(
            *(month("period"), text("heard_through", filled=True, parse=_parse_channel)),
            *(text("theme", filled=True), _PROVIDER, _ANY_SPECIALTY),
            count("reports", filled=True),
        ),
        free_text=("theme",),
        screened=True,
    ),
    Feed(
        "activity",
        "activity and cost against contract (local feed)",
        "rows",
        key=("period", "provider_code", "point_of_delivery", "specialty_code"),
        columns=(
            *(month("period"), _PROVIDER),
            *(text("point_of_delivery", filled=True, parse=_parse_point_of_delivery), _ANY_SPECIALTY),
            *(number("planned_activity", filled=True), number("actual_activity", filled=True)),
            *may_lack(number("planned_cost"), number("actual_cost")),
        ),
    ),
    Feed(
        "commitments",
        "commitments (register)",
        "snapshot",
        key=("commitment_id",),
        columns=(
            *(text("commitment_id", filled=True), text("meeting_id", optional=True), _PROVIDER),
            *(text("what", filled=True), text("owner"), day("due_on", filled=True)),
            *(text("measure", optional=True), _ANY_SPECIALTY),
            *(text("population_code", optional=True, parse=_parse_population), text("status")),
            *may_lack(day("closed_on"), text("evidence")),
            text("replaces", optional=True),
        ),
    ),
    Feed(
        "people",
        "people (register)",
        "snapshot",
        key=("person_id",),
        columns=(
            *(text("person_id", filled=True), text("name", filled=True), text("role", filled=True)),
            *may_lack(text("practice_code", parse=parse_practice), _EMAIL_ADDRESS),
            *may_lack(yes_or_no("may_decide"), yes_or_no("newcomer")),
        ),
    ),
    Feed(
        "contacts",
        "contacts (register)",
        "snapshot",
        key=("organisation_code", "email"),
        columns=(
            text("organisation_code", filled=True, parse=parse_organisation),
            *(text("name", filled=True), text("role", optional=True)),
            text("email", filled=True, parse=parse_email),
        ),
    ),
    Feed(
        "interests",
        "interests (register)",
        "snapshot",
        key=("person_id", "kind", "organisation_code", "topic", "from"),
        columns=(
            *(text("person_id", filled=True), text("kind", filled=True, parse=_parse_interest)),
            *(text("organisation_code", parse=parse_organisation), text("topic")),
            *may_lack(day("from"), day("to")),
        ),
        in_order=(("from", "to"),),
    ),
    Feed(
        "engagement",
        "engagement with practices (register)",
        "snapshot",
        key=("practice_code", "heard_on", "how"),
        columns=(
            *(_PRACTICE, day("heard_on", filled=True)),
            text("how", filled=True, parse=_parse_engagement),
        ),
    ),
    Feed(
        "alerts",
        "alerts (register)",
        "snapshot",
        key=("person_id", "organisation_code", "topic"),
        columns=(
            text("person_id", filled=True),
            *(text("organisation_code", parse=parse_organisation), text("topic")),
            day("until"),
        ),
    ),
    Feed(
        "plans",
        "plans (register)",
        "snapshot",
        key=_SERIES_KEY,
        columns=(*_SERIES, number("planned_value", filled=True, parse=parse_per_cent)),
    ),
    Feed(
        "organisations",
        "organisations (local register)",
        "snapshot",
        key=("code", "parent_code", "valid_from"),
        columns=(
            *(text("code", filled=True, parse=parse_local_code), text("name", filled=True)),
            *(text("nickname", optional=True), text("type", filled=True, parse=_parse_level)),
            text("parent_code", parse=parse_local_code),
            *may_lack(day("valid_from"), day("valid_to")),
            text("successor_code", optional=True, parse=parse_local_code),
        ),
        in_order=(("valid_from", "valid_to"),),
        codes=(Codes(None, "code", "name", dates=("valid_from", "valid_to")),),
        authority=1,
    ),
    Feed(
        "rebases",
        "rebases (register)",
        "snapshot",
        key=_SERIES_KEY,
        columns=(*_SERIES, *_REMARK),
        says="rebase",
    ),
    Feed(
        "annotations",
        "annotations (register)",
        "snapshot",
        key=(*_SERIES_KEY, "reason"),
        columns=(*_SERIES, *_REMARK),
        says="annotation",
    ),
)
