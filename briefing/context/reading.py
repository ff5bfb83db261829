"""Read derived tables back as the values that packs, challenges and the command line speak in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from briefing.errors import BriefingError
from briefing.formats import counted, listed, ordinal, plural
from briefing.measures import (
    ALL,
    Exemplar,
    Funnel,
    FunnelPoint,
    Gap,
    Gradient,
    Measure,
    Metric,
    NearBurden,
    Note,
    Peer,
    Point,
    Signal,
    Standard,
    WaitingList,
)
from briefing.nearest import Named, likest, meant
from briefing.sources import source_named
from briefing.sources.source import LOCAL_FEED
from briefing.warehouse import Connection, Limits, open_derived, run, run_file

TABLES = (
    "observations",
    "charts",
    "series",
    "peers",
    "signals",
    "burdens",
    "exemplars",
    "tests",
    "organisations",
    "membership",
    "loads",
    "dated_standards",
    "waiting_by_week",
    "metric_facts",
    "exact_poisson",
)
"""What a derived folder holds for this room to read. The view `points` is made of it."""

_SAME = (
    "org_code",
    "population_code",
    "specialty_code",
    "group_code",
    "plan",
    "england",
    "region",
    "board",
    "peers_value",
    "variation",
    "assurance",
    "people_affected",
    "people_against",
    "restated",
    "fairer",
)
_FUNNEL_POINT = [field.name for field in fields(FunnelPoint)]

_HINTS = 3
ENOUGH = 13
"""So many months a chart has before it judges."""

SPECIALTIES = {
    "ALL": "All specialties",
    "100": "General surgery",
    "101": "Urology",
    "110": "Trauma and orthopaedics",
    "120": "Ear, nose and throat",
    "130": "Ophthalmology",
    "140": "Oral surgery",
    "150": "Neurosurgery",
    "160": "Plastic surgery",
    "170": "Cardiothoracic surgery",
    "300": "General internal medicine",
    "301": "Gastroenterology",
    "320": "Cardiology",
    "330": "Dermatology",
    "340": "Respiratory medicine",
    "400": "Neurology",
    "410": "Rheumatology",
    "430": "Elderly medicine",
    "502": "Gynaecology",
    "X02": "Other medical services",
    "X03": "Other mental health services",
    "X04": "Other paediatric services",
    "X05": "Other surgical services",
    "X06": "Other services",
}
"""The names of treatment functions, shortened to what people say; a code that isn't known prints as it is."""


SIGNAL_COLUMNS = (
    "metric",
    "org_code",
    "population_code",
    "specialty_code",
    "group_code",
    "period",
    "signal",
    "rule",
    "direction",
    "people_affected",
    "strength",
    "q_value",
    "england_people",
    "share_of_england",
)
"""Of a signal as a row: the order in which files have them."""


@dataclass(frozen=True)
class Organisation:
    code: str
    name: str
    type: str
    parent_code: str | None
    nickname: str | None = None

    @property
    def named(self) -> Named:
        return Named(
            self.type.replace("_", " "), self.code, self.name or "", tuple(filter(None, [self.nickname]))
        )


class Context:
    """One state of the warehouse, in context. Holds a connection to it: `close` it, or use it in a `with`."""

    def __init__(self, connection: Connection, *, metrics: Mapping[str, Metric]) -> None:
        self._connection = connection
        self._metrics = metrics

    @classmethod
    def open(cls, derived: Path, *, metrics: Mapping[str, Metric], limits: Limits | None = None) -> "Context":
        connection = open_derived(derived, limits=limits)
        run_file(connection, "context/interval_macros")
        for name in ("chart_rules", "points"):
            run_file(connection, f"context/{name}", view=name)
        return cls(connection, metrics=metrics)

    def __enter__(self) -> "Context":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    @property
    def published_metrics(self) -> frozenset[str]:
        """National statistics, of which nothing is hidden."""
        return frozenset(name for name, metric in self._metrics.items() if metric.published)

    def measures(
        self,
        *,
        org_code: str | Iterable[str] | None = None,
        metrics: Iterable[str] | None = None,
        specialty_code: str | None = None,
        population_code: str | None = None,
        group_code: str | None = None,
        view: str = "today",
        period: date | None = None,
        detail: Literal["all", "fired"] = "all",
        like: Iterable[Measure] | None = None,
    ) -> list[Measure]:
        """Return metrics in context, in a fixed order; with `period`, each ends there.

        Most series are a group of people within a specialty, and most of those say nothing: `detail="fired"`
        reads them only where a rule fired in one of the groups. `like` asks for the same metric, population, specialty
        and group as those measures have, of whichever organisation.
        """
        chosen = {
            "metrics": None if metrics is None else list(metrics),
            "orgs": [org_code] if isinstance(org_code, str) else org_code and list(org_code),
            "specialty_code": specialty_code,
            "population_code": population_code,
            "group_code": group_code,
            "view": view,
            "every_detail": detail == "all",
            "alike": None if like is None else ["|".join((m.key[0], *m.key[2:])) for m in like],
        }
        rows = self._read("series", chosen)
        keys = [row["series_id"] for row in rows]
        points = self._points(keys, until=period)
        beside = [row["series_id"] for row in rows if row["peers_value"] is not None]
        peers, exemplars = self._peers(beside), self._exemplars(beside)
        return [
            self._measure(
                row,
                points=points[row["series_id"]],
                peers=peers.get(row["series_id"], ()),
                exemplars=exemplars.get(row["series_id"], ()),
            )
            for row in rows
            if row["metric"] in self._metrics and points.get(row["series_id"])
        ]

    def funnels(self, like: Iterable[Measure]) -> list[Funnel]:
        """Return the funnels that these measures were judged by, whole: every organisation of the same type."""
        wanted = ["|".join((m.metric.name, m.org_code, m.specialty_code)) for m in like]
        found: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
        for row in self._read("funnels", {"alike": wanted}):
            found.setdefault((row["metric"], row["specialty_code"], row["compared_as"]), []).append(row)
        return [_funnel(rows, self._metrics[name]) for (name, _, _), rows in found.items()]

    def reported(self) -> dict[str, list[date]]:
        """Return the months of each metric that anybody reported."""
        return {row["metric"]: row["periods"] for row in self._read("reported", {})}

    def signals(self, org_code: str | None = None) -> list[Signal]:
        """Return every rule that fired, strongest first."""
        return [Signal(code=row.pop("signal"), **row) for row in self.scan(org_code)]

    def near_burdens(self, org_code: str) -> list[NearBurden]:
        """Return the standards that an organisation misses without a burden, most people first."""
        return [NearBurden(**row) for row in self._read("near_burdens", {"org_code": org_code})]

    def scan(self, org_code: str | None = None) -> list[dict[str, Any]]:
        """Return the signals as rows for the command line, strongest first."""
        return self._read("signals", {"org_code": org_code})

    def scanned(self, org_code: str | None) -> int:
        """Return how many measures were looked at for something that stands out: of an organisation, or of all."""
        return int(self._read("scanned", {"org_code": org_code})[0]["measures"])

    def chance(self, org_code: str | None) -> float:
        """Return how many of them would stand out by chance alone."""
        return float(self._read("scanned", {"org_code": org_code})[0]["by_chance"])

    def scanned_sentence(self, org_code: str | None) -> str:
        """Return the honest sentence under every list of findings."""
        return scanned_sentence(self.scanned(org_code), self.chance(org_code))

    def unjudged_sentence(self, org_code: str | None) -> str:
        """Say how many measures no chart could judge, and why; nothing where it could judge them all."""
        return unjudged_sentence(self._read("unjudged", {"org_code": org_code}))

    def waiting_lists(self, org_code: str) -> list[WaitingList]:
        """Return the age of a waiting list month by month, whole and for our residents; oldest first."""
        rows = self._read("waiting_by_week", {"org_code": org_code})
        return [WaitingList(**{**row, "weeks": tuple(row["weeks"])}) for row in rows]

    def organisation(self, code: str) -> Organisation | None:
        sql = "select code, name, type, parent_code from organisations where code = $code"
        rows = run(self._connection, sql, {"code": code}).to_pylist()
        return Organisation(**rows[0]) if rows else None

    def organisations(self, *, with_figures: bool = True) -> list[Organisation]:
        """Return every organisation that has a figure, or every one that any file or register knows."""
        everyone = "select code, name, type, parent_code, nickname from organisations order by code"
        rows = (
            self._read("organisations", {}) if with_figures else run(self._connection, everyone).to_pylist()
        )
        return [Organisation(**row) for row in rows]

    def named(
        self, word: str, *, option: str = "", type: str | None = None, with_figures: bool = True
    ) -> Organisation:
        """Return the organisation of a code or a name, in whatever case; refuse others, with the nearest.

        `type` is the only one that may be meant, such as "provider".
        """
        everyone = self.organisations(with_figures=with_figures)
        known = {one.code: one for one in everyone if type in (None, one.type)}
        named = [one.named for one in known.values()]
        found = meant(word, named)
        if len(found) == 1:
            return known[found[0].code]
        close = found[:_HINTS] or likest(word, named, most=_HINTS)
        hint = listed(map(str, close), "or")
        kind = type or "organisation"
        wrong = f"{option}: found" if option else f"found {'more than one' if found else 'no'} {kind}"
        raise BriefingError(
            f"{wrong} {word!r}; wanted one {kind} of which data are loaded, by its code or its name."
            f"{f' Did you mean {hint}?' if close else ''} See what is loaded: briefing status -v"
        )

    def show(
        self,
        metric: str,
        *,
        org_code: str,
        specialty_code: str = ALL,
        population_code: str = ALL,
        group_code: str = ALL,
        as_was: bool = False,
        period: str | None = None,
    ) -> list[dict[str, Any]]:
        """Return rows for `briefing show`: every month, or the one asked for as YYYY-MM."""
        asked = {
            "metric": metric,
            "org_code": org_code,
            "specialty_code": specialty_code,
            "population_code": population_code,
            "group_code": group_code,
            "view": "as_was" if as_was else "today",
        }
        return [_counted(row) for row in self._read("shown", asked) if period in (None, row["period"])]

    def _points(self, keys: Sequence[int], *, until: date | None) -> dict[int, tuple[Point, ...]]:
        found: dict[int, list[Point]] = {}
        table = self._table("points", {"keys": list(keys), "until": until})
        for key, *point in zip(*table.to_pydict().values(), strict=True):
            found.setdefault(key, []).append(Point(*point))
        return {key: tuple(points) for key, points in found.items()}

    def _peers(self, keys: Sequence[int]) -> dict[int, tuple[Peer, ...]]:
        found: dict[int, list[Peer]] = {}
        for row in self._read("peers", {"keys": keys}):
            found.setdefault(row.pop("series_id"), []).append(Peer(**row))
        return {key: tuple(peers) for key, peers in found.items()}

    def _exemplars(self, keys: Sequence[int]) -> dict[int, tuple[Exemplar, ...]]:
        found: dict[int, list[Exemplar]] = {}
        for row in self._read("exemplars", {"keys": keys}):
            key, notes, instead = row.pop("series_id"), tuple(row.pop("notes")), row.pop("instead")
            title = self._metrics[instead].title if instead in self._metrics else None
            found.setdefault(key, []).append(Exemplar(**row, notes=notes, instead=title))
        return {key: tuple(exemplars) for key, exemplars in found.items()}

    def _measure(
        self,
        row: Mapping[str, Any],
        *,
        points: tuple[Point, ...],
        peers: tuple[Peer, ...],
        exemplars: tuple[Exemplar, ...],
    ) -> Measure:
        return Measure(
            metric=self._metrics[row["metric"]],
            org_name=row["org_name"] or row["org_code"],
            specialty_name=SPECIALTIES.get(row["specialty_code"], row["specialty_code"]),
            points=points,
            standard=_standard(row),
            peers=peers,
            exemplars=exemplars,
            notes=tuple(Note(**note) for note in row["notes"] or ()),
            source_line=source_line(row),
            plans=tuple((plan["period"], plan["value"]) for plan in row["plans"] or ()),
            gradient=_gradient(row),
            gap=_gap(row),
            **{name: row[name] for name in _SAME},
        )

    def _read(self, name: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
        return list(self._table(name, values).to_pylist())

    def _table(self, name: str, values: Mapping[str, object]) -> pa.Table:
        return run_file(self._connection, f"context/read/{name}", values)


def _counted(row: dict[str, Any]) -> dict[str, Any]:
    """Return counts as whole numbers; those that may be halves, of shared pathways, stay as they are."""
    whole = {
        name: int(row[name]) for name in ("numerator", "denominator") if row[name] == (row[name] or 0) // 1
    }
    return {**row, **whole}


def scanned_sentence(scanned: int, chance: float) -> str:
    """ "We scanned 84 measures; about 2 would stand out by chance." """
    measures = "1 measure" if scanned == 1 else f"{scanned:,} measures"
    about = "fewer than 1" if chance < 0.95 else f"about {chance:.0f}"
    return f"We scanned {measures}; {about} would stand out by chance alone."


def unjudged_sentence(rows: Sequence[Mapping[str, int]]) -> str:
    """Say what no chart could judge, and why.

    40 measures could not be judged for change: 38 have 1 month of 13, 2 did not report the latest month.
    """
    absent = sum(row["measures"] for row in rows if not row["current"])
    short = [row for row in rows if row["current"]]
    commonest = sorted(short, key=lambda row: -row["measures"])[:_HINTS]
    rest = sum(row["measures"] for row in short if row not in commonest)
    whys = [
        f"{row['measures']:,} {plural(row['measures'], 'has', 'have')} {counted(row['months'], 'month')} of {ENOUGH}"
        for row in commonest
    ]
    if rest:
        whys.append(f"{rest:,} other numbers of months below {ENOUGH}")
    if absent:
        whys.append(f"{absent:,} did not report the latest month")
    if not whys:
        return ""
    many = counted(absent + sum(row["measures"] for row in short), "measure")
    return f"{many} could not be judged for change: {', '.join(whys)}."


def source_line(row: Mapping[str, Any]) -> str:
    """Return what is printed under a number: whose figures, which data set, which month, which vintage."""
    source = source_named(row["source"])
    whose = source.title if source.publisher == LOCAL_FEED else f"{source.publisher}, {source.title}"
    of = f"{whose}, {row['last_period']:%B %Y}"
    if row["vintage"] is None:
        return of
    what = "file" if source.publisher == LOCAL_FEED else "publication"
    return f"{of}, {ordinal(row['vintage'])} {what}{', revised' if row['revised'] else ''}"


def _funnel(rows: Sequence[Mapping[str, Any]], metric: Metric) -> Funnel:
    first, specialty = rows[0], rows[0]["specialty_code"]
    return Funnel(
        metric=metric,
        specialty_name=SPECIALTIES.get(specialty, specialty),
        period=first["last_period"],
        kind="proportion" if metric.kind == "proportion" else "ratio",
        points=tuple(FunnelPoint(**{name: row[name] for name in _FUNNEL_POINT}) for row in rows),
        source_line=source_line(first),
        **{name: first[name] for name in ("specialty_code", "compared_as", "phi", "tau2", "centre")},
    )


def _gradient(row: Mapping[str, Any]) -> Gradient | None:
    if row["gradient"] is None:
        return None
    return Gradient(*(row[name] for name in ("gradient", "gradient_low", "gradient_high", "gradient_ratio")))


def _gap(row: Mapping[str, Any]) -> Gap | None:
    if row["gap"] is None:
        return None
    return Gap(
        points=row["gap"],
        england=row["gap_england"],
        before_on=row["gap_before_on"],
        before=row["gap_before"],
        england_before=row["gap_england_before"],
        change_low=row["gap_change_low"],
        change_high=row["gap_change_high"],
        widened=row["gap_widened"],
    )


def _standard(row: Mapping[str, Any]) -> Standard | None:
    if row["standard"] is None:
        return None
    return Standard(
        value=row["standard"],
        source=row["standard_source"] or "",
        confidence=row["standard_confidence"] or "L",
        valid_from=row["standard_from"],
        local=bool(row["standard_local"]),
    )
