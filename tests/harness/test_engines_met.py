"""A walk that goes through several engines names them all, with their versions."""

from pathlib import Path

from fixtures.storyboard import build
from tests.harness.storyboards import save, step, walk


def test_further_engines_stand_in_the_report(tmp_path: Path) -> None:
    """The head of the storyboard and the walk itself name each engine; the filter offers only walks' own."""
    told = walk(
        "test_k06", "Turned down anywhere.", step("Be turned down", "K-06"), further_engines={"firefox": "140.9"}
    )
    build(save(tmp_path, told))
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "<dd>Chromium 156.0.1; Firefox 140.9</dd>" in page
    assert "Chromium 156.0.1, Firefox 140.9</span>" in page
