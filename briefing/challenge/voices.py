"""What patients say, counted by theme, beside what practices report and what is measured of the same thing.

theme             patients, 3 months   practices    measured
clinic letters    34, 20 before        9 reports    letters within 7 days: 58%     all three: one matter
parking           41, 38 before        -            -                              patients alone: counted, not asked

A theme of which two practices report, and patients too so often that their number may be printed, is a cluster: neither
may be enough by itself.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pyarrow as pa

from briefing import formats
from briefing.challenge.concerns import theme_key
from briefing.challenge.model import Concern, Heard, Pattern, Voice
from briefing.measures import ALL, Measure
from briefing.meeting.registers import rows_of
from briefing.months import months_before

MONTHS = 3
LEAST_PRACTICES = 2
"""So many practices, where patients say the same, are no chance of one."""


def count_voices(
    table: pa.Table, *, provider_code: str, today: date, one_theme: Mapping[str, str]
) -> tuple[Voice, ...]:
    """Count what patients said of a provider in the feed's last three months, and the three before, by theme."""
    rows = [row for row in rows_of(table) if row["period"] and row["period"] <= today]
    if not rows:
        return ()
    last = max(row["period"] for row in rows)
    first, before = months_before(last, MONTHS - 1), months_before(last, 2 * MONTHS - 1)
    now: Counter[str] = Counter()
    then: Counter[str] = Counter()
    channels: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["provider_code"] != provider_code or row["period"] < before:
            continue
        written = theme_key(row["theme"])
        theme = one_theme.get(written, written)
        if row["period"] < first:
            then[theme] += row["reports"]
        else:
            now[theme] += row["reports"]
            channels[theme][row["heard_through"]] += row["reports"]
    known_before = min(row["period"] for row in rows) <= before
    voices = [
        Voice(
            theme=theme,
            reports=count,
            before=then[theme] if known_before else None,
            channels=tuple(
                channel for channel, _ in sorted(channels[theme].items(), key=lambda one: (-one[1], one[0]))
            ),
            first=first,
            last=last,
        )
        for theme, count in now.items()
        if count
    ]
    return tuple(sorted(voices, key=lambda voice: (-voice.reports, voice.theme)))


def joined(
    concerns: Iterable[Concern], voices: Iterable[Voice], one_theme: Mapping[str, str]
) -> tuple[Concern, ...]:
    """Mark the themes that patients speak of too: a cluster, where two practices do, and enough patients to print."""
    said = {voice.theme: voice for voice in voices if voice.reports not in formats.SMALL}
    found = []
    for one in concerns:
        if (voice := said.get(one_theme.get(one.theme, one.theme))) is not None:
            both = one.clustered or one.practices >= LEAST_PRACTICES
            found.append(replace(one, patients=voice.reports, clustered=both))
        else:
            found.append(one)
    return tuple(sorted(found, key=lambda one: not one.clustered))


def heard(
    voices: Iterable[Voice],
    *,
    concerns: Sequence[Concern],
    patterns: Sequence[Pattern],
    measures: Sequence[Measure],
    one_theme: Mapping[str, str],
) -> tuple[Heard, ...]:
    """Set beside what patients say what practices and figures say of the same theme; what they alone say comes last."""
    reports = {one_theme.get(concern.theme, concern.theme): concern for concern in concerns}
    whole = {
        one.metric.name: one
        for one in measures
        if (one.population_code, one.specialty_code, one.group_code) == (ALL, ALL, ALL)
        and one.latest.value is not None
    }
    found = []
    for voice in voices:
        named = [
            name
            for pattern in patterns
            if voice.theme in map(theme_key, pattern.themes)
            for name in pattern.metrics
            if name in whole
        ]
        found.append(Heard(voice, reports.get(voice.theme), whole[named[0]] if named else None))
    return tuple(sorted(found, key=lambda one: -one.speakers))
