"""Suites in other languages use a served site by its control API."""

import os
import re
import subprocess
from pathlib import Path

from fixtures.world import Site
from tests.harness.driver import CORE, NODE, system_chromium
from tests.harness.serving import served

README = Path(__file__).parents[2] / "README.md"


def test_the_example_for_node_runs(tmp_path: Path) -> None:
    """What the README shows walks the shop in Playwright for Node, moves its clock, and leaves no world."""
    (example,) = re.findall(r"```js\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "playwright-core").symlink_to(CORE)
    (tmp_path / "example.mjs").write_text(example, "utf-8")
    with served(tmp_path / "worlds") as site:
        environment = {**os.environ, "TADORU": site.url, "CHROMIUM": system_chromium() or ""}
        done = subprocess.run(  # noqa: S603 (fixed words)
            [NODE, "example.mjs"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert [world["id"] for world in Site(site.url).call("GET", "/worlds")] == ["demo"]
