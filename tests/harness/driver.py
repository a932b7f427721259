"""What Playwright brings with it, and a browser for it."""

import shutil
from pathlib import Path

import playwright

from fixtures.machine import ENGINES

DRIVER = Path(playwright.__file__).parent / "driver"
NODE = DRIVER / "node"
CORE = DRIVER / "package"
"""The very package that npm calls `playwright-core`."""


def system_chromium() -> str | None:
    """The command of a Chromium that is installed here, unless only Playwright's own is."""
    return next(filter(None, map(shutil.which, ENGINES["chromium"].commands)), None)
