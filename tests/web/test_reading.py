"""Whose papers are whose: at each address, to each reader, and from nobody's guess."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import tiny
from starlette.testclient import TestClient

from briefing import pipeline
from briefing.web.desk import desk
from briefing.web.guard import COOKIE, Keys
from briefing.web.users import Role, User
from briefing.workspace import Workspace

HOME = "http://127.0.0.1:8765"
_PEOPLE = """person_id,name,role,email,may_decide
P1,Dr One Sample,GP and chair,one@fenmarsh.example,yes
P2,Dr Two Sample,GP,two@fenmarsh.example,no
P3,Pat Three,clerk,three@fenmarsh.example,no
P4,Sam Four,manager,four@fenmarsh.example,no
P6,Dr Six Sample,GP,six@fenmarsh.example,no
"""
PAPERS = {
    "gp-pack-rz1-dr-two-sample.html": "P2",
    "gp-pack-rz1-dr-six-sample.html": "P6",
    "chair-running-order.html": "P1",
    "clerk-answer-sheet.html": "P3",
    "themes-notice-rz1.html": "RZ1",
    "evidence-rz1.xlsx": "nobody",
}
USERS = {
    "P1": User("P1", "Dr One Sample", frozenset[Role]({"gp", "chair"}), "GP and chair"),
    "P2": User("P2", "Dr Two Sample", frozenset[Role]({"gp"}), "GP"),
    "P3": User("P3", "Pat Three", frozenset[Role]({"clerk"}), "clerk"),
    "P4": User("P4", "Sam Four", frozenset[Role]({"manager"}), "manager"),
    "P6": User("P6", "Dr Six Sample", frozenset[Role]({"gp"}), "GP"),
    "P7": User("P7", "Dr Seven Sample", frozenset[Role]({"gp", "chair", "clerk"}), "of another meeting"),
    "P9": User("P9", "Jo Nine", frozenset[Role]({"auditor"}), "auditor"),
}


@pytest.fixture(scope="module")
def meeting() -> str:
    return "2027-03-04-rz1"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, meeting: str) -> Workspace:
    workspace = tiny.make_workspace(tmp_path_factory.mktemp("readers") / "fenmarsh", months=1)
    (workspace.registers / "people.csv").write_text(_PEOPLE, encoding="utf-8")
    tiny.make_meeting(workspace, date(2027, 3, 4))
    file = workspace.meetings / meeting / "meeting.toml"
    text = file.read_text("utf-8").replace('panel = ["P1"]', 'panel = ["P1", "P2", "P6"]\nclerk = "P3"')
    file.write_text(text, encoding="utf-8")
    pipeline.load(workspace)
    on_the_shelf(workspace.packs / meeting, meeting, 1, "approved")
    on_the_shelf(workspace.packs / meeting, meeting, 2, "draft")
    return workspace


def on_the_shelf(home: Path, meeting: str, version: int, status: str) -> None:
    folder = home / f"v{version}"
    folder.mkdir(parents=True)
    data = {name: f"<title>{name}</title>".encode() for name in PAPERS}
    for name, content in data.items():
        (folder / name).write_bytes(content)
    editions = {name: hashlib.sha256(content).hexdigest() for name, content in data.items()}
    made = {"meeting": meeting, "version": version, "status": status, "fingerprint": "", "inputs": []}
    (folder / "manifest.json").write_text(json.dumps({**made, "editions": editions, "content": ""}))


@pytest.fixture(scope="module")
def client(shelf: Workspace) -> Iterator[tuple[TestClient, Keys]]:
    keys = Keys()
    with TestClient(desk(shelf, keys=keys), base_url=HOME, follow_redirects=False) as opened:
        yield opened, keys


@pytest.mark.parametrize("who", sorted(USERS))
def test_a_paper_is_opened_by_its_reader_and_by_those_who_answer_for_the_meeting(
    client: tuple[TestClient, Keys], meeting: str, who: str
) -> None:
    opened, keys = client
    opened.cookies.set(COOKIE, keys.admit(USERS[who]))
    address = f"/meetings/{meeting}/v{{}}/{{}}"
    for version in (1, 2):
        for name, reader in PAPERS.items():
            found = opened.get(address.format(version, name)).status_code
            theirs = who in ("P1", "P4") or (version == 1 and who == reader)
            assert (found == 200) == theirs, f"{who} {name} v{version}: {found}"
    other = opened.get(address.format(1, "gp-pack-rz1-dr-two-sample.html") + "/read").status_code
    assert (other == 200) == (who in ("P1", "P2", "P4"))


@pytest.mark.parametrize("who", ["P2", "P3", "P6", "P7"])
def test_a_reader_sees_links_to_no_paper_but_theirs(
    client: tuple[TestClient, Keys], meeting: str, who: str
) -> None:
    opened, keys = client
    opened.cookies.set(COOKIE, keys.admit(USERS[who]))
    said = opened.get("/").text
    assert [name for name in PAPERS if name in said] == [n for n, reader in PAPERS.items() if reader == who]
    assert f"/meetings/{meeting}/v2/" not in said


@pytest.mark.parametrize(
    ("who", "verb", "status"),
    [
        *(("P7", verb, 403) for verb in ("approve", "cancel", "send")),
        *(("P1", verb, 403) for verb in ("cancel", "send", "build", "move")),
        *(("P2", verb, 403) for verb in ("approve", "send")),
        ("P4", "nothing", 404),
    ],
)
def test_nothing_is_done_to_a_meeting_by_who_has_no_part_in_it(
    client: tuple[TestClient, Keys], meeting: str, who: str, verb: str, status: int
) -> None:
    opened, keys = client
    opened.cookies.set(COOKIE, keys.admit(USERS[who]))
    assert opened.post(f"/meetings/{meeting}/do/{verb}").status_code == status


def test_what_was_decided_on_an_old_page_is_not_done(client: tuple[TestClient, Keys], meeting: str) -> None:
    opened, keys = client
    opened.cookies.set(COOKIE, keys.admit(USERS["P1"]))
    answer = opened.post(f"/meetings/{meeting}/do/approve", data={"seen": "1"})
    assert answer.status_code == 409
    assert "version 2 was made meanwhile" in answer.text


@pytest.mark.parametrize(
    "name",
    ["manifest.json", "..%2Fv1%2Fmanifest.json", "../v1/manifest.json", "%2e%2e/%2e%2e/briefing.toml", "x"],
)
def test_a_guessed_name_opens_nothing(client: tuple[TestClient, Keys], meeting: str, name: str) -> None:
    opened, keys = client
    for who in ("P2", "P4"):
        opened.cookies.set(COOKIE, keys.admit(USERS[who]))
        assert opened.get(f"/meetings/{meeting}/v1/{name}").status_code in (403, 404)
