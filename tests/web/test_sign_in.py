"""A team signs in with a real OpenID provider, in a process of its own, and each sees what is theirs."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import tiny
from pages import words as said
from starlette.testclient import TestClient

from briefing import pipeline
from briefing.errors import ConfigError
from briefing.web.desk import desk
from briefing.web.guard import Keys
from briefing.web.provider import NotAdmittedError, Provider, secret_of, user_of, way_on
from briefing.workspace import Workspace, open_workspace

pytestmark = pytest.mark.skipif(
    find_spec("authlib") is None or find_spec("oidc_provider_mock") is None,
    reason="sign-in for a team is an extra that is not installed here",
)

HOME = "http://localhost:8765"
_PEOPLE = """person_id,name,role,practice_code,email,may_decide
P1,Dr One Sample,GP and chair,,one@fenmarsh.example,yes
P2,Dr Two Sample,GP,A81001,two@fenmarsh.example,no
P3,Pat Three,clerk,,three@fenmarsh.example,no
P4,Sam Four,commissioning manager,,four@fenmarsh.example,no
P5,Jo Five,lay member,,five@fenmarsh.example,no
"""
_WEB = """
[web]
server = true
hosts = ["desk.example.org"]
issuer = "{issuer}"
client = "desk"
role_claim = "groups"
[web.roles]
manager = ["P4"]
auditor = ["desk-audit"]
"""


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider that knows our people, and asks for a nonce."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port), "-n", "true"]
    for name in ("one", "two", "three", "four", "five"):
        words += ["--user-claims", json.dumps({"sub": name, "email": f"{name}@fenmarsh.example"})]
    more = (
        {"sub": "auditor", "email": "audit@elsewhere.example", "groups": ["desk-audit"]},
        {"sub": "stranger", "email": "stranger@elsewhere.example", "groups": ["other"]},
        {"sub": "unproved", "email": "four@fenmarsh.example", "email_verified": False},
        {"sub": "nameless"},
    )
    for claims in more:
        words += ["--user-claims", json.dumps(claims)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"http://localhost:{port}"
        for _ in range(300):
            try:
                httpx2.get(f"{address}/.well-known/openid-configuration")
                break
            except httpx2.HTTPError:
                time.sleep(0.2)
        yield address
        process.kill()


@pytest.fixture(scope="module")
def team(issuer: str, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = tiny.make_workspace(tmp_path_factory.mktemp("team") / "fenmarsh", months=3)
    (workspace.registers / "people.csv").write_text(_PEOPLE, encoding="utf-8")
    settings = workspace.folder / "briefing.toml"
    settings.write_text(settings.read_text("utf-8") + _WEB.format(issuer=issuer), encoding="utf-8")
    tiny.make_meeting(workspace, date(2027, 3, 4), more='clerk = "P3"\n')
    workspace = open_workspace(workspace.folder)
    pipeline.load(workspace)
    return workspace


@pytest.fixture
def visitor(team: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    with served(team, monkeypatch) as client:
        yield client


@contextmanager
def served(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("BRIEFING_WEB_SECRET", "not told")
    hosts = frozenset({"localhost", "127.0.0.1", "desk.example.org"})
    made = desk(workspace, keys=Keys(), hosts=hosts, provider=Provider(workspace))
    with TestClient(made, base_url=HOME, follow_redirects=False) as client:
        yield client


def at_the_provider(client: TestClient, name: str, *, then: str = "/") -> str:
    """Go to the provider and sign in there; the address that it sends the browser back to."""
    begun = client.get("/sign-in/begin", params={"then": then})
    assert begun.status_code == 302
    answer = httpx2.post(begun.headers["location"], data={"sub": name})
    assert answer.status_code == 302
    return answer.headers["location"]


def sign_in(client: TestClient, name: str, *, then: str = "/") -> httpx2.Response:
    return client.get(at_the_provider(client, name, then=then))


def test_a_manager_signs_in_and_comes_to_the_page_that_was_wanted(visitor: TestClient) -> None:
    refused = visitor.get("/files?x=1")
    assert refused.headers["location"] == "/sign-in?then=%2Ffiles%3Fx%3D1"
    assert "Sign in" in said(visitor.get(refused.headers["location"]))
    back = sign_in(visitor, "four", then="/files?x=1")
    assert (back.status_code, back.headers["location"]) == (303, "/files?x=1")
    assert "You are signed in as Sam Four" in said(visitor.get("/"))
    visitor.post("/sign-out")
    assert visitor.get("/").status_code == 303


def test_what_goes_to_the_provider_is_of_use_once_and_to_this_browser_alone(visitor: TestClient) -> None:
    asked = parse_qs(urlsplit(visitor.get("/sign-in/begin").headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 20
    assert len(asked["nonce"][0]) >= 20
    assert asked["redirect_uri"] == [f"{HOME}/signed-in"]
    assert asked["response_type"] == ["code"]


def test_a_way_back_that_was_used_before_is_refused(visitor: TestClient) -> None:
    back = at_the_provider(visitor, "four")
    assert visitor.get(back).status_code == 303
    visitor.cookies.clear()
    assert visitor.get(back).status_code == 403
    assert visitor.get("/").status_code == 303


def test_a_way_back_in_another_browser_is_refused(
    visitor: TestClient, team: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = at_the_provider(visitor, "four")
    with served(team, monkeypatch) as other:
        assert other.get(back).status_code == 403
        other.get("/sign-in/begin")  # with an attempt of their own too
        assert other.get(back).status_code == 403


@pytest.mark.parametrize(
    "change", [("state=", "state=x"), ("code=", "code=x"), ("?", "?error=access_denied&")], ids=str
)
def test_a_way_back_that_was_changed_is_refused(visitor: TestClient, change: tuple[str, str]) -> None:
    back = at_the_provider(visitor, "four").replace(*change)
    answer = visitor.get(back)
    assert answer.status_code == 403
    assert "did not say who you are" in said(answer)
    assert visitor.get("/").status_code == 303


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("stranger", "has no part in this desk"),
        ("unproved", "did not say which address is yours"),
        ("nameless", "did not say which address is yours"),
        ("five", "has no part in this desk"),
    ],
)
def test_who_has_no_part_is_not_let_in_and_told_why(visitor: TestClient, name: str, why: str) -> None:
    answer = sign_in(visitor, name)
    assert answer.status_code == 403
    assert why in said(answer)
    assert visitor.get("/").status_code == 303


@pytest.mark.parametrize(
    ("name", "roles"),
    [("one", {"gp", "chair"}), ("two", {"gp"}), ("three", {"clerk"}), ("four", {"manager"})],
)
def test_the_register_and_the_meetings_say_what_somebody_is(
    team: Workspace, name: str, roles: set[str]
) -> None:
    found = user_of(team, {"email": f"{name}@FENMARSH.example", "email_verified": True})
    assert found.roles == roles


def test_a_claim_may_give_a_role_to_who_is_in_no_register(visitor: TestClient) -> None:
    sign_in(visitor, "auditor")
    assert "Audit log" in said(visitor.get("/"))
    assert visitor.get("/audit").status_code == 200
    assert visitor.get("/files").status_code == 403


def test_an_address_of_two_people_is_nobodys(tmp_path: Path) -> None:
    workspace = tiny.make_workspace(tmp_path / "fenmarsh", months=1)
    twice = _PEOPLE.replace("two@", "one@")
    (workspace.registers / "people.csv").write_text(twice, encoding="utf-8")
    pipeline.load(workspace)
    with pytest.raises(NotAdmittedError, match="several people"):
        user_of(workspace, {"email": "one@fenmarsh.example"})


def test_signing_in_too_often_has_to_wait(visitor: TestClient) -> None:
    found = [visitor.get("/sign-in/begin").status_code for _ in range(12)]
    assert found == [302] * 10 + [429] * 2


def test_another_issuer_than_the_one_that_is_named_is_not_believed(
    team: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = team.settings.web
    other = web.model_copy(update={"issuer": (web.issuer or "").replace("localhost", "127.0.0.1")})
    named = replace(team, settings=team.settings.model_copy(update={"web": other}))
    with served(named, monkeypatch) as client:
        begun = client.get("/sign-in/begin").headers["location"]
        back = httpx2.post(begun, data={"sub": "four"}).headers["location"]
        assert client.get(back).status_code in (303, 403)
        assert (client.get("/").status_code == 303) == (issuer_of(other.issuer or "") != other.issuer)


def issuer_of(address: str) -> str:
    found: str = httpx2.get(f"{address}/.well-known/openid-configuration").json()["issuer"]
    return found


def test_a_provider_that_is_not_there_lets_nobody_in(
    team: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = team.settings.web.model_copy(update={"issuer": "http://127.0.0.1:9"})
    away = replace(team, settings=team.settings.model_copy(update={"web": gone}))
    with served(away, monkeypatch) as client:
        answer = client.get("/sign-in/begin")
        assert answer.status_code == 403
        assert "can't be reached" in said(answer)


def test_cookies_go_by_https_alone_but_on_this_computer(
    team: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(team, monkeypatch) as client:
        outside = client.get("/sign-in/begin", headers={"Host": "desk.example.org"})
        assert "Secure" in outside.headers["set-cookie"]
        assert "redirect_uri=https%3A%2F%2Fdesk.example.org%2Fsigned-in" in outside.headers["location"]
        assert "Secure" not in client.get("/sign-in/begin").headers["set-cookie"]


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil.example", "/\n/x", "x", ""]
)
def test_signing_in_leads_to_no_other_place(path: str) -> None:
    assert way_on(path) == "/"


@pytest.mark.parametrize("rights", [0o644, 0o640, 0o604, 0o660])
def test_a_secret_that_others_may_read_is_refused(team: Workspace, rights: int, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("not told\n")
    named = team.settings.web.model_copy(update={"secret": str(file)})
    workspace = replace(team, settings=team.settings.model_copy(update={"web": named}))
    file.chmod(rights)
    with pytest.raises(ConfigError, match=r"others may read .*chmod 600"):
        secret_of(workspace)
    file.chmod(0o600)
    assert secret_of(workspace) == "not told"
    file.write_text("")
    with pytest.raises(ConfigError, match="found no secret"):
        secret_of(workspace)


def test_without_a_secret_nothing_is_served(team: Workspace) -> None:
    with pytest.raises(ConfigError, match="BRIEFING_WEB_SECRET"):
        secret_of(team)
