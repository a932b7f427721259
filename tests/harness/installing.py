"""Tadoru as others install it: built into a wheel, and put into a virtual environment beside what it requires."""

import shutil
import subprocess
import sys
import sysconfig
import tarfile
from importlib.metadata import Distribution, distribution, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
SOURCES = ("pyproject.toml", "MANIFEST.in", "README.md", "LICENSE", "CHANGELOG.md", "Makefile", "constraints.txt")
PACKAGES = ("mock_site", "flows", "fixtures")
BUILD = "import sys; from setuptools import build_meta; print(getattr(build_meta, sys.argv[1])(sys.argv[2]))"


def build(folder: Path) -> Path:
    """Build the sdist, and out of it the wheel, without a network; returns the wheel."""
    copy = folder / "checkout"
    copy.mkdir()
    for name in (*SOURCES, "pytest_tadoru.py"):
        shutil.copy(ROOT / name, copy)
    for name in (*PACKAGES, "tests"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    sdist = _run(copy, sys.executable, "-c", BUILD, "build_sdist", str(folder)).split()[-1]
    with tarfile.open(folder / sdist) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (unpacked,) = (folder / "unpacked").iterdir()
    return folder / _run(unpacked, sys.executable, "-c", BUILD, "build_wheel", str(folder)).split()[-1]


def install(wheel: Path, folder: Path) -> Path:
    """Make a virtual environment that has what Tadoru requires, and install the wheel there; returns its Python.

    What is required is the very packages that are installed here, without a copy and without this checkout.
    """
    _run(folder, sys.executable, "-m", "venv", "--without-pip", str(folder / "venv"))
    python = folder / "venv" / "bin" / "python"
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder / "venv")}))
    for required in _required("tadoru", set()):
        for entry in {file.parts[0] for file in required.files or () if ".." not in file.parts}:
            if not (packages / entry).exists():
                (packages / entry).symlink_to(Path(str(required.locate_file(entry))))
    _run(folder, sys.executable, "-m", "pip", "--python", str(python), "install", "-qq", "--no-index", str(wheel))
    return python


def _required(name: str, seen: set[str]) -> list[Distribution]:
    """All that a distribution requires, and what that requires."""
    found = []
    for needed in map(Requirement, requires(name) or ()):
        key = canonicalize_name(needed.name)
        if key not in seen and (needed.marker is None or needed.marker.evaluate({"extra": ""})):
            seen.add(key)
            found += [distribution(key), *_required(key, seen)]
    return found


def _run(where: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)  # noqa: S603 (fixed words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
