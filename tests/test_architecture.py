"""Data flows one way: a room imports only from rooms above it."""

import ast
from pathlib import Path

import pytest

ROOMS = [
    "errors",
    "resources",
    "nearest",
    "legible",
    "toml",
    "processes",
    "progress",
    "disk",
    "memory",
    "months",
    "measures",
    "formats",
    "working_days",
    "sources",
    "workspace",
    "warehouse",
    "audit",
    "loading",
    "statistics",
    "organisations",
    "metrics",
    "standards",
    "context",
    "lakehouse",
    "meeting",
    "protection",
    "challenge",
    "document",
    "pack",
    "peer_review",
    "render",
    "bench",
    "shelf",
    "build",
    "post",
    "pipeline",
    "keeping",
    "runs",
    "web",
    "cli",
    "__main__",
]
HOUSE = Path(__file__).parent.parent / "briefing"
MODULES = sorted(HOUSE.rglob("*.py"))


def room_of(module: Path) -> str:
    return module.relative_to(HOUSE).parts[0].removesuffix(".py")


def rooms_imported(source: str) -> set[str]:
    """Rooms that a module imports: `from briefing.pack.model import Pack` is "pack"."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "briefing":
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("briefing."):
            names.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.Import):
            names |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("briefing.")}
    return names - {"__version__"}


def backward(room: str, source: str) -> set[str]:
    return {name for name in rooms_imported(source) if ROOMS.index(name) > ROOMS.index(room)}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_room_imports_only_from_rooms_above_it(module: Path) -> None:
    if module == HOUSE / "__init__.py":
        return
    assert backward(room_of(module), module.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("sources", "from briefing.warehouse import Warehouse"),
        ("statistics", "import briefing.context"),
        ("challenge", "from briefing import pipeline"),
    ],
)
def test_a_planted_import_from_below_is_seen(room: str, source: str) -> None:
    assert backward(room, source)


@pytest.mark.parametrize(
    ("room", "users"),
    [
        ("bench", {"cli"}),
        ("peer_review", {"build"}),
        ("keeping", {"cli"}),
        ("lakehouse", {"pipeline"}),
        ("runs", {"cli"}),
        ("web", {"cli"}),
        ("post", {"cli", "keeping", "runs", "web"}),
        ("render", {"bench", "build", "keeping", "web"}),
        ("document", {"pack", "peer_review", "render", "shelf", "build", "web"}),
    ],
)
def test_a_room_is_used_by_those_it_is_for(room: str, users: set[str]) -> None:
    found = {
        room_of(module) for module in MODULES if room in rooms_imported(module.read_text(encoding="utf-8"))
    }
    assert found - {room} == users


def test_a_document_knows_no_meeting() -> None:
    known = set[str]().union(
        *(rooms_imported(module.read_text(encoding="utf-8")) for module in (HOUSE / "document").glob("*.py"))
    )
    assert known == {"document", "formats", "measures"}


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "__main__"])
def test_every_room_stands_in_the_architecture(room: str) -> None:
    told = (HOUSE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert f"`briefing/{room}/`" in told or f"{room}.py`" in told


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("click", {"cli"}),
        ("holidays", {"working_days"}),
        ("duckdb", {"warehouse"}),
        ("weasyprint", {"render"}),
        ("jinja2", {"render", "web"}),
        ("starlette", {"web"}),
        ("python_calamine", {"sources"}),
        ("openpyxl", {"workspace"}),
        ("pyspark", {"lakehouse"}),
        ("sqlglot", {"lakehouse"}),
    ],
)
def test_a_library_is_known_to_one_room(library: str, rooms: set[str]) -> None:
    users = {
        room_of(module)
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == library for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == library)
    }
    assert users <= rooms
