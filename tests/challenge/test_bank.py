"""The shipped bank, and what is said of a pattern that can't be used."""

import re
from pathlib import Path

import pytest

from briefing.challenge.model import Pattern
from briefing.challenge.patterns import load_patterns
from briefing.challenge.slots import SLOTS, slots_in
from briefing.errors import ConfigError
from briefing.resources import folder

BANK = load_patterns()
TEXTS = ("fact", "opener", "plain", "likely_reply", "answer", "bring", "settle_for", "fair_ask")

OWN = """\
title = "Our own"
topic = "elective waits"
push = "ASK"
metrics = ["rtt_within_18_weeks"]
signals = ["SC-"]
fact = "In {month} it was {value}."
opener = [["It was {value}.", "It is worse."], "Why?"]
plain = "Why is it worse?"
listen_for = ["A cause"]
likely_reply = "It is hard."
answer = "Peers manage."
bring = "The chart."
settle_for = "A date."
fair_ask = "Did we help?"
basis = "contract"
duty = "A letter comes within 7 days."
duty_source = "Our contract"
certainty = "H"
decides = "contract"
author = "A manager"
reviewed = 2026-11-01
"""


def test_the_patterns_of_a_family_are_numbered_without_a_gap() -> None:
    families: dict[str, list[str]] = {}
    for pattern in BANK:
        family, number = pattern.id.split("-")
        families.setdefault(family, []).append(number)
    for family, numbers in families.items():
        assert numbers == [f"{n:02d}" for n in range(1, len(numbers) + 1)], family


def test_every_metric_of_the_bank_has_a_file() -> None:
    files = {path.stem for path in (folder("queries") / "metrics").glob("*.sql")}
    named = {metric for pattern in BANK for metric in pattern.metrics if metric != "*"}
    assert named - files == set()


@pytest.mark.parametrize("pattern", BANK, ids=lambda pattern: pattern.id)
def test_sentences_are_short_enough_to_be_read_aloud(pattern: Pattern) -> None:
    for name in TEXTS:
        for line in (line for sentence in getattr(pattern, name) for line in sentence):
            for spoken in re.split(r"(?<=[.?!]) ", line):
                assert len(spoken.split()) <= 34, spoken
                assert spoken[-1] in ".?!", spoken


WHEN = (
    r"\b(within|by (a|an) (named|agreed)|by which|each|every|monthly|this week|from today|on the day|"
    r"after (6|12)|start date|month by month|a date|in the plan|for the practices)\b"
)


@pytest.mark.parametrize("pattern", BANK, ids=lambda pattern: pattern.id)
def test_what_is_settled_for_says_when(pattern: Pattern) -> None:
    """A commitment without a day can't be kept late: a day, a span or a rhythm stands in what we settle for."""
    [alternatives] = pattern.settle_for
    for settled in alternatives:
        assert re.search(WHEN, settled), settled


def test_no_two_patterns_share_an_opener() -> None:
    openers = [pattern.opener for pattern in BANK]
    assert len(set(openers)) == len(openers)


def test_every_slot_is_used_somewhere_or_is_a_plain_fact_of_a_finding() -> None:
    used = {
        slot
        for pattern in BANK
        for name in TEXTS
        for sentence in getattr(pattern, name)
        for line in sentence
        for slot in slots_in(line)
    }
    assert used <= set(SLOTS)


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name.replace('_', '-')}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_workspace_adds_a_pattern_and_changes_fields_of_another(tmp_path: Path) -> None:
    shipped = {pattern.id: pattern for pattern in BANK}
    read = {p.id: p for p in load_patterns(write(tmp_path, OWN_01=OWN, RTT_01='push = "EXPLORE"\n'))}
    assert set(read) - set(shipped) == {"OWN-01"}
    assert read["OWN-01"].opener == (("It was {value}.", "It is worse."), ("Why?",))
    assert read["OWN-01"].specialties == "any"
    assert (shipped["RTT-01"].push, read["RTT-01"].push) == ("FIRM", "EXPLORE")
    assert read["RTT-01"].opener == shipped["RTT-01"].opener


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("{month}", "{moon}", "OWN-01.toml: fact: found the slot {moon}; wanted one of provider, measure,"),
        (
            "{month}",
            "{month",
            "OWN-01.toml: fact: found a brace without its twin in 'In {month it was {value}.'",
        ),
        ("It is hard.", "It is {value}.", "OWN-01.toml: likely_reply: found a slot in every sentence;"),
        ("It is hard.", "They dodge it.", "OWN-01.toml: likely_reply: found the word 'dodge'; wanted words"),
        ('"SC-"', '"RED"', "OWN-01.toml: signals: found 'RED'; wanted 'SC-', 'SC+',"),
        ('push = "ASK"\n', "", "OWN-01.toml: found no 'push'; wanted a value for it. Add the line."),
        ("push", "pusch", "OWN-01.toml: found the field 'pusch'; wanted one of title, topic, push,"),
        (
            'metrics = ["rtt_within_18_weeks"]',
            "",
            "OWN-01.toml: metrics: found none, nor themes or promises;",
        ),
        ('["SC-"]', "[]", "OWN-01.toml: signals: found none that a metric can fire; wanted one, such as SC-"),
        (
            '["SC-"]',
            '["SC-"]\nthemes = ["letters"]',
            "OWN-01.toml: signals: found no CLUSTER; wanted it, since",
        ),
        ('["SC-"]', '["SC-"]\nneeds = "more"', "OWN-01.toml: needs: found words although it has metrics"),
        ('title = "Our own"', "title = Our own", "OWN-01.toml: found text that is not TOML: "),
    ],
)
def test_a_fault_names_the_file_and_the_field(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    broken = OWN.replace(was, becomes, 1)
    assert broken != OWN
    with pytest.raises(ConfigError) as caught:
        load_patterns(write(tmp_path, OWN_01=broken))
    assert any(line.startswith(said) for line in str(caught.value).splitlines()), str(caught.value)


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_patterns(write(tmp_path, OWN_01=OWN.replace("{month}", "{moon}"), own="", RTT_01="push = 1\n"))
    told = str(caught.value)
    assert all(
        name in told for name in ("OWN-01.toml: fact", "own.toml: found the name 'own'", "RTT-01.toml: push")
    )


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ('basis = "contract"\n', "", "found no 'basis'"),
        ('basis = "contract"', 'basis = "habit"', "basis: found 'habit'"),
        ('decides = "contract"', 'decides = "chair"', "decides: found 'chair'"),
        ('certainty = "H"', 'certainty = "sure"', "certainty: found 'sure'"),
        ('certainty = "H"\n', "", "duty_source, certainty: found none"),
        ('duty_source = "Our contract"', 'duty_source = " "', "duty_source, certainty: found none"),
        ('basis = "contract"', 'basis = "none"', "found one although basis is 'none'"),
        ("A letter comes within 7 days.", "", "duty: found no words"),
        ("within 7 days", "within {standard}", "duty: found a slot"),
    ],
)
def test_a_pattern_names_its_duty_its_source_and_who_decides(
    tmp_path: Path, was: str, becomes: str, fault: str
) -> None:
    assert was in OWN
    (tmp_path / "RTT-90.toml").write_text(OWN.replace(was, becomes), encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape(fault)):
        load_patterns(tmp_path)
