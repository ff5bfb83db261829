"""A wheel, installed in a fresh environment, makes the demo from another folder."""

import configparser
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source, out = tmp_path_factory.mktemp("source") / "checkout", tmp_path_factory.mktemp("wheel")
    leftovers = shutil.ignore_patterns(".git", ".venv", "build", "dist", "*.egg-info", "__pycache__", "demo")
    shutil.copytree(CHECKOUT, source, ignore=leftovers)
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
