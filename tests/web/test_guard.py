"""Who comes in, from where, and what a page may do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from briefing.web.desk import desk
from briefing.web.guard import COOKIE, Keys, is_ours
from briefing.web.users import LAPTOP
from briefing.workspace import Workspace, init

HOME = "http://127.0.0.1:8765"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return init(tmp_path_factory.mktemp("desk") / "northmere")


@pytest.fixture
def keys() -> Keys:
    return Keys()


@pytest.fixture
def visitor(workspace: Workspace, keys: Keys) -> Iterator[TestClient]:
    with TestClient(desk(workspace, keys=keys), base_url=HOME) as client:
        yield client


def signed_in(visitor: TestClient, keys: Keys) -> TestClient:
    visitor.get("/sign-in", params={"key": keys.new_link()})
    return visitor


def test_a_link_opens_the_desk_once(visitor: TestClient, keys: Keys) -> None:
    key = keys.new_link()
    assert "What needs you" in visitor.get("/sign-in", params={"key": key}).text
    assert "What needs you" in visitor.get("/").text

    visitor.cookies.clear()
    again = visitor.get("/sign-in", params={"key": key})
    assert again.status_code == 401
    assert "used before" in again.text


@pytest.mark.parametrize(
    "path", ["/", "/meetings", "/files", "/explore", "/explore.csv", "/jobs", "/meetings/new"]
)
def test_without_a_link_no_page_is_shown(visitor: TestClient, path: str) -> None:
    answer = visitor.get(path, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize(
    "path", ["/files/upload", "/meetings/new", "/meetings/2026-12-03-rza/do/send", "/sign-out"]
)
def test_without_a_link_nothing_is_done(visitor: TestClient, path: str) -> None:
    assert visitor.post(path).status_code == 403


@pytest.mark.parametrize("cookie", ["", "x", "../../etc", "0" * 500])
def test_no_other_word_is_a_session(visitor: TestClient, cookie: str) -> None:
    visitor.cookies.set(COOKIE, cookie)
    assert visitor.get("/", follow_redirects=False).status_code == 303


def test_the_cookie_is_for_this_desk_alone(visitor: TestClient, keys: Keys) -> None:
    made = visitor.get("/sign-in", params={"key": keys.new_link()}, follow_redirects=False).headers[
        "set-cookie"
    ]
    assert "HttpOnly" in made
    assert "SameSite=strict" in made


def test_a_closed_desk_is_open_to_nobody(visitor: TestClient, keys: Keys) -> None:
    signed_in(visitor, keys).post("/sign-out")
    assert visitor.get("/", follow_redirects=False).status_code == 303


def test_a_session_ends(visitor: TestClient, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in(visitor, keys)
    now = __import__("time").monotonic()
    monkeypatch.setattr("briefing.web.guard.time.monotonic", lambda: now + 13 * 3600)
    assert visitor.get("/", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": HOME, "host": "127.0.0.1:8765"}, False),
        ({"origin": HOME, "host": "127.0.0.1:8765"}, True),
        ({"origin": "https://evil.example", "host": "127.0.0.1:8765"}, False),
        ({"origin": "http://127.0.0.1:9999", "host": "127.0.0.1:8765"}, False),
        ({"origin": "null", "host": "127.0.0.1:8765"}, False),
        ({}, True),
    ],
)
def test_what_comes_from_another_sites_page_is_refused(headers: dict[str, str], ours: bool) -> None:
    assert is_ours(headers) is ours


def test_another_sites_page_can_do_nothing(visitor: TestClient, keys: Keys) -> None:
    signed_in(visitor, keys)
    assert visitor.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.", "0.0.0.0:8765"])
def test_a_name_that_is_not_ours_is_refused(visitor: TestClient, keys: Keys, host: str) -> None:
    signed_in(visitor, keys)
    assert visitor.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "localhost"])
def test_our_own_names_are_served(visitor: TestClient, host: str) -> None:
    assert visitor.get("/healthz", headers={"Host": host}).text == "ok"


def test_a_page_may_run_no_script_but_ours_and_stand_in_no_frame(visitor: TestClient) -> None:
    headers = visitor.get("/sign-in").headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"


def test_no_page_has_a_script_or_a_style_of_its_own() -> None:
    templates = (Path(__file__).parents[2] / "briefing" / "web" / "templates").glob("*.html")
    for template in templates:
        written = template.read_text("utf-8")
        assert "<style" not in written
        assert " style=" not in written
        assert "<script>" not in written
        assert "onclick" not in written


def test_nothing_is_fetched_from_anywhere_else() -> None:
    for path in (Path(__file__).parents[2] / "briefing" / "web" / "static").glob("*.css"):
        written = path.read_text("utf-8")
        assert (
            "//" not in written.replace("http://www.w3.org", "").replace("https://", "")
            or "url(http" not in written
        )
        assert "url(http" not in written
        assert "@import" not in written


def test_a_session_that_nobody_uses_ends_before_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    keys, now = Keys(hours=2, idle_minutes=30), 1000.0
    monkeypatch.setattr("briefing.web.guard.time.monotonic", lambda: now)
    used, left, found = keys.admit(LAPTOP), keys.admit(LAPTOP), []
    for _ in range(6):
        now += 29 * 60
        found.append(keys.user(used) is not None)
    assert found == [True, True, True, True, False, False]
    assert keys.user(left) is None
    left = keys.admit(LAPTOP)
    now += 31 * 60
    assert keys.user(left) is None


def test_the_access_log_names_a_page_and_neither_whose_nor_of_what(
    visitor: TestClient, keys: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    signed_in(visitor, keys)
    caplog.clear()
    with caplog.at_level("INFO", logger="briefing.desk"):
        visitor.get("/meetings/2026-12-03-rza?name=Smith")
        visitor.get("/nowhere/smith")
    told = [one.getMessage() for one in caplog.records]
    assert [one.rsplit(" ", 2)[0] for one in told] == [
        "GET /meetings/{meeting} 404",
        "GET another address 404",
    ]
