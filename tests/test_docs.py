"""The documents say what is there: every command, every link."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.challenge.series import PRECEDENCE
from briefing.cli import main
from briefing.context.settings import recipe

CHECKOUT = Path(__file__).parent.parent
PAGES = [*sorted(CHECKOUT.glob("*.md")), *sorted((CHECKOUT / "docs").glob("*.md"))]


def test_the_reference_of_commands_is_what_the_program_says() -> None:
    command = [
        sys.executable,
        "-m",
        "briefing.cli.reference",
    ]  # click keeps what other tests made of its options
    said = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    page = CHECKOUT / "docs" / "commands.md"
    assert page.read_text("utf-8") == said, (
        "print it again: python -m briefing.cli.reference > docs/commands.md"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", ["security.md", "reliability.md"])
def test_every_test_that_a_page_names_is_there(page: str) -> None:
    named = re.findall(r"`(?:python )?(tests/[^` ]+)", (CHECKOUT / "docs" / page).read_text("utf-8"))
    assert named
    assert [name for name in named if not (CHECKOUT / name).exists()] == []


def test_the_commands_of_the_readme_exist() -> None:
    said = re.findall(r"^    (briefing [a-z]+)", (CHECKOUT / "README.md").read_text("utf-8"), re.M)
    assert said
    assert {words.split()[1] for words in said} <= set(main.commands)


def test_the_order_of_signals_that_contradict_is_the_one_that_is_used() -> None:
    page = (CHECKOUT / "docs" / "method.md").read_text("utf-8")
    (listed,) = re.findall(r"One order, most important first: ([^;]+);", page)
    assert tuple(listed.split(", ")) == PRECEDENCE


def test_what_a_contributor_is_sent_to_is_there() -> None:
    page = (CHECKOUT / "CONTRIBUTING.md").read_text("utf-8")
    targets = re.findall(r"^([\w-]+):", (CHECKOUT / "Makefile").read_text("utf-8"), re.M)
    assert set(re.findall(r"(?:^    |`|\d )make ([a-z-]+)", page, re.M)) <= set(targets)
    paths = [
        path for path in re.findall(r"`([\w./-]+)`", page) if "/" in path or path.endswith((".md", ".cfg"))
    ]
    assert len(paths) > 20
    assert [path for path in paths if not (CHECKOUT / path).exists()] == []


def test_every_decision_has_a_number_and_a_status() -> None:
    page = (CHECKOUT / "docs" / "decisions.md").read_text("utf-8")
    numbers = re.findall(r"^## (\d+)\. .+\n\nStatus: .+\.$", page, re.M)
    assert numbers == [str(number) for number in range(1, page.count("\n## ") + 1)]
    named = re.findall(r"^Status: (?:holds|superseded|amended).*?(\d+).*\.$", page, re.M)
    assert set(named) <= set(numbers)


def test_the_recipe_of_the_peers_in_the_method_is_the_one_that_is_run() -> None:
    page = " ".join((CHECKOUT / "docs" / "method.md").read_text("utf-8").split())
    assert f"They are similar in: {recipe(practices=True)}. " in page
