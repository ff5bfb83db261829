"""Which signals are worth a meeting's time: not what chance alone makes among so many figures.

q-value up to 0.01                    credible
q-value up to 0.05                    credible where it has lasted two months or more
no q-value (FAIL, TRAJ, SILENT ...)   credible: a statement about one series, not a test among many
HIT/MISS alone                        luck, whichever side of the standard the month fell
no figure that may be shown           not asked: nobody could check it
"""

from briefing.challenge.slots import months_in_run, shown
from briefing.measures import Measure, Signal

CERTAIN = 0.01
LIKELY = 0.05
LASTED = 2


def doubt(signal: Signal, measure: Measure) -> str | None:
    """Says why a signal can't carry a question; None where it can. A pin may still ask it."""
    if signal.code == "HIT/MISS":
        return "any one month's result is luck"
    if signal.code != "SILENT" and shown(measure, measure.latest) is None:
        return "the people behind it are too few to print a figure"
    if signal.q_value is None or signal.q_value <= CERTAIN:
        return None
    if signal.q_value <= LIKELY and months_in_run(measure) >= LASTED:
        return None
    return "among so many figures, chance explains it"
