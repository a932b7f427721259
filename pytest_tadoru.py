"""What pytest loads of Tadoru: its packages, also in a project that has folders of the same names.

Modules of both are found, such as `fixtures.plugin` here and `fixtures.users` in the project; none may be in both.
"""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import pytest

HERE = Path(__file__).resolve().parent
PACKAGES = ("mock_site", "flows", "fixtures")

pytest_plugins = ["fixtures.plugin"]


class Beside:
    """Finds what one folder of a name does not have in the others, wherever on `sys.path` they are."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:  # noqa: ARG004 (the signature of finders)
        """Look for `fixtures.users` in every folder `fixtures`."""
        package, _, module = name.partition(".")
        if package not in PACKAGES or not module.isidentifier():
            return None
        return PathFinder.find_spec(name, [str(Path(entry, package).resolve()) for entry in sys.path], target)


def check(package: str) -> None:
    """Refuse a project whose folder has a module that one of Tadoru's packages has, too, and comes before it."""
    for module in iter_modules([str(HERE / package)]):
        found = find_spec(f"{package}.{module.name}")
        if found is not None and not Path(found.origin or "").is_relative_to(HERE / package):
            raise pytest.UsageError(
                f"Tadoru has a module {package}.{module.name}, and {found.origin} stands in front of it. "
                "Rename that, or switch Tadoru off for these tests: -p no:tadoru"
            )


pytest.register_assert_rewrite("flows")  # whose assertions tell what they compared
sys.meta_path.append(Beside)
for each in PACKAGES:
    check(each)
