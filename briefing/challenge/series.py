"""What fired on each series, in one stated order.

    BURDEN  SC-  TRAJ  FAIL  PEER  GAP  RECON  CLASH  SILENT  STEADY  HIT/MISS

Where signals on one series disagree, the first of these speaks: many people behind a standard now outrank any
change, a fresh deterioration outranks a standing failure, and an improvement does not silence a standard that lies
out of reach ("improving, but not enough").

Which signals are worth a meeting's time: not what chance alone makes among so many figures.

q-value up to 0.01                    credible
q-value up to 0.05                    credible where it has lasted two months or more
no q-value (BURDEN, FAIL, TRAJ ...)   credible: a statement about one series, not a test among many
HIT/MISS alone                        luck, whichever side of the standard the month fell
no figure that may be shown           not asked: nobody could check it
a figure older than is usual          not asked: it says nothing of today, and a pin does not change that
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from briefing import formats
from briefing.challenge.slots import months_in_run, printed_value
from briefing.measures import ALL, Key, Measure, Signal

PRECEDENCE = (
    "BURDEN",
    "SC-",
    "TRAJ",
    "FAIL",
    "PEER",
    "GAP",
    "RECON",
    "CLASH",
    "SILENT",
    "STEADY",
    "HIT/MISS",
)


@dataclass(frozen=True)
class SignalledSeries:
    """What fired on one series, in order of precedence, with its measure and our population's own."""

    measure: Measure
    signals: tuple[Signal, ...]
    ours: Measure | None
    improving: bool


def read_series(
    measures: Iterable[Measure], *, signals: Iterable[Signal], provider_code: str, commissioner_code: str
) -> tuple[SignalledSeries, ...]:
    """Put signals to their measures; the whole trust speaks before our own population where both fire."""
    by_key = {measure.key: measure for measure in measures if measure.org_code == provider_code}
    fired = signals_by_key(signals)
    read: dict[tuple[str, str, str], SignalledSeries] = {}
    for key in sorted(fired, key=lambda key: (key[2] != ALL, key)):
        concerning = [signal for signal in fired[key] if is_concern(signal)]
        name = (key[0], key[3], key[4])
        if concerning and name not in read and key in by_key and key[2] in (ALL, commissioner_code):
            ours = by_key.get((key[0], key[1], commissioner_code, key[3], key[4]))
            ours = (
                None if commissioner_code == ALL else ours
            )  # nobody's: whoever asks has not said who they are
            read[name] = _series(by_key[key], fired[key], ours)
    return tuple(read.values())


def signals_by_key(signals: Iterable[Signal]) -> dict[Key, list[Signal]]:
    """Gather signals by the key of the measure they speak of."""
    fired: dict[Key, list[Signal]] = defaultdict(list)
    for signal in signals:
        fired[signal.key].append(signal)
    return fired


def _series(measure: Measure, fired: list[Signal], ours: Measure | None) -> SignalledSeries:
    concerning = sorted(
        (signal for signal in fired if is_concern(signal)),
        key=lambda signal: (PRECEDENCE.index(signal.code), -signal.strength),
    )
    improving = any(signal.code == "SC+" for signal in fired) and concerning[0].code != "SC-"
    return SignalledSeries(measure, tuple(concerning), ours, improving)


def is_concern(signal: Signal) -> bool:
    """Luck that mostly misses the standard (HIT/MISS) may be asked about; luck that mostly meets it not."""
    if signal.code == "HIT/MISS":
        return signal.strength > 0
    return signal.code in PRECEDENCE and signal.direction == "concern"


CERTAIN = 0.01
LIKELY = 0.05
LASTED = 2


def doubt(signal: Signal, measure: Measure) -> str | None:
    """Say why a signal can't carry a question; None where it can. A pin may still ask it, unless it is old."""
    if measure.old and signal.code != "SILENT":
        return f"its latest figure is of {formats.month(measure.latest.period)}, too old to press"
    if signal.code == "HIT/MISS":
        return "any one month's result is luck"
    if signal.code != "SILENT" and printed_value(measure, measure.latest) is None:
        return "the people behind it are too few to print a figure"
    if signal.q_value is None or signal.q_value <= CERTAIN:
        return None
    if signal.q_value <= LIKELY and months_in_run(measure) >= LASTED:
        return None
    return "among so many figures, chance could explain it"
