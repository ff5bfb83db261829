"""What to do with the files inside a pack: a line a question, and the meaning of every column."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from briefing import formats, toml
from briefing.challenge.model import Challenge
from briefing.document.workbook import Row
from briefing.measures import Measure, Signal
from briefing.pack.recomputing import Own, flagged, funnel_file, is_share, series_name

Instruction = tuple[str, str, str]
"""File, command, and what to compare."""

_NEAR = (
    "counts are rounded to 5, also behind every line and interval. The flag was computed from the exact ones, so a "
    "value close to a limit may fall on its other side"
)
_NEWCOMBE = (
    "with p and Wilson's low_95 l and high_95 u of each group: the difference p1 - p2 runs from "
    "p1 - p2 - sqrt((p1 - l1)^2 + (u2 - p2)^2) to p1 - p2 + sqrt((u1 - p1)^2 + (p2 - l2)^2) (Newcombe); "
    "x 100 it is difference_low to difference_high, and leaves out 0"
)


def how_to(
    challenge: Challenge, own: Own, *, files: Collection[str], screen: str, rounded: bool = False
) -> list[Row]:
    """List for each question its signals, the file, the command to run on it, and what to compare.

    `rounded`: the counts of local feeds are printed to the nearest five, and flags come from the exact ones.
    """
    rows: list[Row] = []
    for number, _, signal in flagged(challenge):
        measure = own.get(signal.key)
        near = rounded and measure is not None and not measure.metric.published
        steps = [("", "", "Not in this file: its numbers are too small to be shown.")]
        if measure is not None:
            steps = [step for step in _steps(signal, measure, screen) if step[0] in files]
        rows += [
            {
                "question": number,
                "signal": signal.code,
                "series": series_name(signal.key),
                "file": file,
                "command": command,
                "compare": f"{compare}; {_NEAR}" if near else compare,
            }
            for file, command, compare in steps
        ]
    return rows


def _steps(signal: Signal, measure: Measure, screen: str) -> list[Instruction]:
    match signal.code:
        case "PEER":
            kind = "proportion" if is_share(measure) else "ratio"
            file = funnel_file(signal.metric, signal.specialty_code)
            compare = f"outlier is true for {signal.org_code}; phi, tau2 and adjusted_z are those in the file"
            return [(file, f"briefing analyse funnel {file} --type {kind} --format json", compare)]
        case "GAP":
            return [("gaps.csv", "briefing analyse rates gaps.csv --method wilson --format json", _NEWCOMBE)]
        case "BURDEN":
            counted = "numerator" if measure.metric.people == "numerator" else "denominator - numerator"
            return [("months.csv", "", f"{counted} of the last month is {signal.people_affected}")]
        case "TRAJ":
            return [("plan.csv", "", "worse_than_plan is yes in the last two months that have a value")]
        case "RECON":
            compare = "list_at_start + clock_starts - treatments - list_at_end = other_removals"
            return [("removals.csv", "", compare), _chart(signal, measure, screen)]
        case "SILENT":
            ended = f"the series ends before {formats.month(signal.period)}"
            return [("months.csv", "", f"{ended}, which sources.csv shows was published")]
        case _:
            return [_chart(signal, measure, screen)]


def _chart(signal: Signal, measure: Measure, screen: str) -> Instruction:
    name, size = ("pprime", " x 100") if is_share(measure) else ("spc", "")
    limits = "mean and limits in months.csv" if size else "those in months.csv"
    compare = f"mean, lpl and upl{size} are {limits}; "
    if signal.code in ("FAIL", "HIT/MISS"):
        wanted = "consistent_fail" if signal.code == "FAIL" else "inconsistent"
        compare += f"assurance_type of the series is {wanted}"
    elif signal.code == "STEADY":
        compare += "england and peers_median in measures.csv are better than the mean, one of them than every limit; "
        compare += (
            "or, of safety, the standard is better than the mean by a third of its distance from a limit"
        )
    else:
        if any(point.hidden for point in measure.points):
            compare += "months hidden as too small are missing, so limits may differ a little; "
        compare += f"point_type of the last month is {measure.latest.point_type}, by the rule {signal.rule}"
    return f"{name}.csv", f"briefing analyse {name} {name}.csv --screen {screen} --format json", compare


MEANINGS: dict[str, str] = toml.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))
"""What each column of the files holds."""


def columns(files: Mapping[str, Sequence[Row]]) -> list[Row]:
    """List every column of every file and what it holds."""
    return [
        {"file": name, "column": column, "meaning": MEANINGS[column]}
        for name, rows in files.items()
        for column in rows[0]
    ]
