"""What to do with the files inside a pack: a line a question, and the meaning of every column."""

from collections.abc import Collection, Mapping, Sequence

from briefing import formats
from briefing.challenge.model import Challenge
from briefing.document.workbook import Row
from briefing.measures import Measure, Signal
from briefing.pack.recomputing import Own, flagged, funnel_file, is_share, series_name

Instruction = tuple[str, str, str]
"""File, command, and what to compare."""

_NEAR = (
    "counts are rounded to 5, and the pack was computed from the exact ones: what is computed from these "
    "is near, not equal, and a value close to a limit may fall on its other side"
)
_NEWCOMBE = (
    "with p and Wilson's low_95 l and high_95 u of each group: the difference p1 - p2 runs from "
    "p1 - p2 - sqrt((p1 - l1)^2 + (u2 - p2)^2) to p1 - p2 + sqrt((u1 - p1)^2 + (p2 - l2)^2) (Newcombe); "
    "x 100 it is difference_low to difference_high, and leaves out 0"
)


def how_to(
    challenge: Challenge, own: Own, *, files: Collection[str], screen: str, rounded: bool = False
) -> list[Row]:
    """List for each question its signal, the file, the command to run on it, and what to compare.

    `rounded`: the counts of local feeds are printed to the nearest five, so that limits come out near, not equal.
    """
    rows: list[Row] = []
    for number, question in flagged(challenge):
        signal = question.finding.signal
        assert signal is not None
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
    else:
        if any(point.hidden for point in measure.points):
            compare += "months hidden as too small are missing, so limits may differ a little; "
        compare += f"point_type of the last month is {measure.latest.point_type}, by the rule {signal.rule}"
    return f"{name}.csv", f"briefing analyse {name} {name}.csv --screen {screen} --format json", compare


MEANINGS = {
    "adjusted_z": "z after overdispersion: (y - target) / sqrt(s^2 + tau2)",
    "assurance": "what the limits say of the standard",
    "board": "value of our board",
    "clock_starts": "pathways that started in the month",
    "column": "name of a column",
    "command": "what to run on the file, in the folder you saved it in",
    "compare": "what the answer has to agree with",
    "date": "first day of the month",
    "denominator": "how many it is of; in the funnel of a rate, the number expected",
    "difference": "percentage points between the group and what it is held against",
    "difference_high": "upper end of its 95% interval (Newcombe)",
    "difference_low": "lower end of its 95% interval (Newcombe)",
    "direction": "concern or improvement",
    "distance": "how unlike: 0 is the same; empty for one taken in by hand",
    "england": "value of England",
    "file": "a file inside this pack",
    "group": "organisation, or group of people",
    "group_code": "ALL, or dimension:value",
    "high": "upper end of the 95% interval",
    "high_95": "upper funnel limit, 95%",
    "high_998": "upper funnel limit, 99.8%",
    "improvement_direction": "which way is better: increase, decrease or neutral",
    "is_count": "yes where the values are counts of events",
    "list_at_end": "pathways waiting at the end of the month",
    "list_at_start": "pathways waiting at the end of the month before",
    "low": "lower end of the 95% interval",
    "low_95": "lower funnel limit, 95%",
    "low_998": "lower funnel limit, 99.8%",
    "lower_limit": "lower limit of the control chart",
    "mean": "mean of the control chart since its last rebase",
    "meaning": "what it says",
    "metric": "name of the measure; briefing explain NAME shows its definition and SQL",
    "name": "name of the organisation",
    "numerator": "how many were counted",
    "org_code": "ODS code of the organisation",
    "org_name": "its name",
    "other_removals": "the balancing figure: left the list in another way than a reported treatment",
    "outlier": "yes outside the 99.8% limits",
    "pattern": "the pattern of the question bank",
    "peer_code": "ODS code of the peer",
    "peer_name": "its name",
    "peers_median": "the middle of the named peers",
    "people": "people waiting",
    "people_affected": "people who would not be, were the standard or the middle of the peers met",
    "people_against": "which of the two",
    "period": "month",
    "phi": "overdispersion: the mean square of the trimmed z",
    "plan": "the agreed plan for the month",
    "point_type": "ordinary variation or special cause, and of which kind",
    "population_code": "ALL, or the board whose residents alone are counted",
    "publisher": "who published it",
    "push": "FIRM, ASK or EXPLORE",
    "q_value": "false discovery rate after all that was scanned",
    "question": "number of the question in this pack",
    "rebase_dates": "first months of new limits, from the register of rebases",
    "region": "value of the region",
    "restated": "yes where months before a merger were added up",
    "role": "the group asked about, what it is held against, or another of the same dimension",
    "rule": "the rule that fired",
    "series": "metric, organisation, population, specialty and group",
    "sha256": "hash of the file",
    "signal": "the flag: BURDEN, SC- and SC+ special cause, FAIL, HIT/MISS, TRAJ, PEER, GAP, RECON, SILENT, CLASH",
    "size": "how many are counted at the organisation",
    "source": "the data set",
    "specialty_code": "treatment function, or ALL",
    "standard": "the standard in force",
    "standard_source": "where it is set",
    "strength": "a z-score or a distance in sigmas: 3 is three sigma, 10 the most that is told",
    "target": "the standard, in pprime.csv as a share of one",
    "tau2": "variance between organisations that chance could not explain",
    "title": "title",
    "treatments": "pathways that ended with treatment in the month",
    "unit": "unit of value, limits and comparisons",
    "upper_limit": "upper limit of the control chart",
    "value": "the value, in its unit",
    "variation": "what the chart says of its last month",
    "vintage": "1 is the first publication, 2 its first revision",
    "week": "weeks waited: 1 is up to one week, 53 is over 52",
    "worse_than_plan": "yes where the actual value is worse than the plan",
}


def columns(files: Mapping[str, Sequence[Row]]) -> list[Row]:
    """List every column of every file and what it holds."""
    return [
        {"file": name, "column": column, "meaning": MEANINGS[column]}
        for name, rows in files.items()
        for column in rows[0]
    ]
