"""A wheel, installed in a fresh environment, makes the demo from another folder."""

import configparser
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source, out = tmp_path_factory.mktemp("source") / "checkout", tmp_path_factory.mktemp("wheel")
    leftovers = shutil.ignore_patterns(".git", ".venv", "dist", "*.egg-info", "__pycache__", "demo")
    shutil.copytree(CHECKOUT, source, ignore=leftovers)
    shutil.rmtree(source / "build", ignore_errors=True)  # the checkout's own; `briefing/build` is a room
    command = [sys.executable, "-m", "build", "--outdir", str(out), str(source)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(out.glob("*.whl"))


def test_every_package_of_the_house_is_shipped() -> None:
    config = configparser.ConfigParser()
    config.read(CHECKOUT / "setup.cfg")
    shipped = set(config["options"]["packages"].split())
    found = (CHECKOUT / "briefing").rglob("__init__.py")
    house = {".".join(path.parent.relative_to(CHECKOUT).parts) for path in found}
    assert house <= shipped


def test_the_lock_names_a_version_that_is_allowed_of_everything_we_ask_for() -> None:
    config = configparser.ConfigParser()
    config.read(CHECKOUT / "setup.cfg")
    asked = f"{config['options']['install_requires']}\n{config['options.extras_require']['dev']}".split("\n")
    lines = (CHECKOUT / "requirements-lock.txt").read_text("utf-8").splitlines()
    locked = {
        canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)
    }
    wanted = [Requirement(line) for line in asked if line]
    assert len(wanted) > 30
    wrong = [
        one for one in wanted if not one.specifier.contains(locked.get(canonicalize_name(one.name), "0"))
    ]
    assert wrong == [], "renew it: make lock"
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_ci_runs_on_the_versions_of_python_that_are_claimed() -> None:
    claimed = re.findall(r"Python :: (3\.\d+)$", (CHECKOUT / "setup.cfg").read_text("utf-8"), re.M)
    workflow = (CHECKOUT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    assert re.findall(r'"(3\.\d+)"', workflow) == claimed != []


@pytest.mark.slow
def test_a_wheel_in_a_fresh_environment_makes_the_demo_from_another_folder(
    wheel: Path, tmp_path: Path
) -> None:
    home = tmp_path / "environment"
    venv.create(home, with_pip=True)
    scripts = home / ("Scripts" if sys.platform == "win32" else "bin")
    install = [
        str(scripts / "python"),
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    demo = subprocess.run(
        [str(scripts / "briefing"), "demo", "out"], cwd=elsewhere, capture_output=True, text=True, check=False
    )
    assert demo.returncode == 0, demo.stdout + demo.stderr
    assert list((elsewhere / "out").rglob("*.pdf"))
