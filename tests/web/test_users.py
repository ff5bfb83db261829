"""Whose each page is, and in whose name things are done."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import tiny
from starlette.applications import Starlette
from starlette.testclient import TestClient

from briefing import audit, pipeline
from briefing.web.desk import PAGES, desk
from briefing.web.guard import COOKIE, Keys
from briefing.web.queue import Jobs
from briefing.web.users import LAPTOP, MANAGERS, OPEN, Page, Role, User
from briefing.workspace import Workspace, init

HOME = "http://127.0.0.1:8765"
ALL = frozenset({"manager", "chair", "clerk", "gp", "auditor"})


@contextmanager
def at_the_desk(workspace: Workspace, user: User) -> Iterator[TestClient]:
    keys = Keys()
    with TestClient(desk(workspace, keys=keys), base_url=HOME) as client:
        client.cookies.set(COOKIE, keys.admit(user))
        yield client


def jobs_of(client: TestClient) -> Jobs:
    assert isinstance(client.app, Starlette)
    found: Jobs = client.app.state.jobs
    return found


def somebody(*roles: Role) -> User:
    return User("P1", "Dr One Sample", frozenset(roles), "GP and chair")


def test_a_page_of_which_nothing_is_said_is_the_managers() -> None:
    assert {one.path: one.roles for one in PAGES}["/meetings/new"] == MANAGERS
    assert {one.path for one in PAGES if one.roles == OPEN} == {
        *("/sign-in", "/sign-in/begin", "/signed-in", "/healthz")
    }


@pytest.mark.parametrize(("roles", "status"), [(("manager",), 200), (("gp", "chair"), 403), ((), 403)])
def test_who_has_no_part_in_a_page_does_not_see_it(
    workspace: Workspace, roles: tuple[Role, ...], status: int
) -> None:
    with at_the_desk(workspace, somebody(*roles)) as client:
        assert client.get("/meetings/new").status_code == status


def test_what_is_done_at_the_desk_stands_in_the_log_under_the_name_of_who_did_it(
    workspace: Workspace, soon: date
) -> None:
    meeting = tiny.make_meeting(workspace, soon)
    pipeline.load(workspace)
    with at_the_desk(workspace, somebody("manager")) as client:
        client.post(f"/meetings/{meeting}/do/cancel", data={"reason": "No agenda"})
        jobs_of(client).wait(jobs_of(client).all()[0].id, 120)
    last = audit.read(workspace).entries[-1]
    assert (last.action, last.who) == ("called off", "Dr One Sample (P1)")


def test_a_laptops_manager_has_the_name_of_the_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "jo")
    with audit.authored(LAPTOP.author):
        assert audit.author() == "jo"
    with audit.authored(somebody().author):
        assert audit.author() == "Dr One Sample (P1)"


def test_who_is_signed_in_approves_in_their_own_name(workspace: Workspace, soon: date) -> None:
    meeting = tiny.make_meeting(workspace, soon)
    with at_the_desk(workspace, somebody("manager")) as client:
        client.post(f"/meetings/{meeting}/do/approve", data={"by": "Somebody Else, chair"})
        assert "--by=Dr One Sample, GP and chair" in jobs_of(client).all()[0].words


CLOSED = frozenset({"manager"})
WHOSE: Mapping[str, frozenset[str]] = {
    "/": ALL,
    "/sign-out": ALL,
    "/meetings/{meeting}/do/{verb}": frozenset({"manager", "chair"}),
    **dict.fromkeys(
        (
            *("/meetings/{meeting}/v{version:int}/{file}", "/meetings/{meeting}/v{version:int}/{file}/read"),
            "/meetings/{meeting}/v{version:int}/{file}/page/{number:int}",
            *(
                "/meetings/{meeting}/v{version:int}/{file}/page/{number:int}",
                "/jobs/{job}",
                "/jobs/{job}/events",
                "/explore",
                "/explore.csv",
                "/explore.xlsx",
            ),
            *("/explore.svg", "/explore.png", "/compare", "/compare.csv", "/scan", "/scan.csv"),
        ),
        frozenset({"manager", "chair", "clerk", "gp"}),
    ),
    "/audit": frozenset({"manager", "auditor"}),
}
"""Whose each page is, written down a second time; the rest are the managers', and what is begun with `record` the
clerk's too."""


def whose(path: str) -> frozenset[str]:
    if path.startswith("/room"):
        return frozenset({"manager", "chair", "gp"})
    return WHOSE.get(path, CLOSED | {"clerk"} if "/record" in path else CLOSED)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace that nothing is done to: a desk that refuses somebody, or does not find a meeting."""
    return init(tmp_path_factory.mktemp("quiet") / "fenmarsh")


@pytest.mark.parametrize("role", sorted(ALL))
@pytest.mark.parametrize(
    "page", [one for one in PAGES if one.roles], ids=lambda one: f"{min(one.methods or ())} {one.path}"
)
def test_each_page_is_for_its_roles_and_no_other(quiet: Workspace, page: Page, role: Role) -> None:
    with at_the_desk(quiet, User("P9", "Jo Nine", frozenset({role}))) as client:
        path = (
            page.path.replace("{version:int}", "1")
            .replace("{number:int}", "1")
            .replace("{number:int}", "1")
            .replace("{person}", "P9")
        )
        path = re.sub(r"\{[^}]*\}", "x", path)
        method = "POST" if "POST" in (page.methods or ()) else "GET"
        answer = client.request(method, path, follow_redirects=False)
        refused = answer.status_code == 403
    assert refused == (role not in whose(page.path)), answer.status_code
