"""What counts as covered and as proven, where defects were let into worlds."""

from typing import Any

import pytest

from fixtures.lines import Coverage, line, proof
from fixtures.storyboard.records import read
from fixtures.tables import coverage_table, listing
from tests.harness.storyboards import save, step, walk
from tests.harness.test_lines import printed

BROKEN = {"outcome": "failed"}


@pytest.mark.parametrize(
    ("defects", "steps", "expected"),
    [
        (["P-25.a"], [step("Go", "P-01"), step("Wait", "P-24", "P-25", **BROKEN)], "P-25"),
        (["P-25.a"], [step("Wait", "P-24", **BROKEN)], None),
        (["P-25.a"], [step("Wait", "P-25")], None),
        (["P-25.a"], [], None),
        (["P-25.a", "P-26.a"], [step("Wait", "P-25", **BROKEN)], None),
        ([], [step("Wait", "P-25", **BROKEN)], None),
        (["P-25.a"], [step("Outer", "P-24", **BROKEN), step("Inner", "P-25", depth=1, **BROKEN)], "P-25"),
        (["P-25.a"], [step("Outer", "P-25", **BROKEN), step("Inner", "P-24", depth=1, **BROKEN)], None),
        (["P-25.a"], [step("Outer", "P-25", **BROKEN), step("Inner", "P-24", depth=1)], "P-25"),
        (["P-25.a"], [step("First", "P-24", **BROKEN), step("Second", "P-25", **BROKEN)], None),
    ],
)
def test_the_first_step_to_fail_proves(defects: list[str], steps: list[dict[str, Any]], expected: str | None) -> None:
    """One defect, and the innermost step that failed first names its line: then the line is proven."""
    told = walk("test_it", "It.", *steps, outcome="failed", defects=defects)
    assert proof(told) == expected
    assert Coverage.of_walks([told]).proven == ({expected} if expected else set())


def test_a_world_with_a_defect_covers_nothing() -> None:
    """A test that passes though there is a defect tells nothing of a healthy shop."""
    told = walk("test_it", "It.", step("Wait", "P-25"))
    assert Coverage.of_walks([told]).state(line("P-25")) == "partly"
    assert Coverage.of_walks([{**told, "defects": ["P-01.a"]}]).state(line("P-25")) == "open"


def test_records_of_the_storyboard_prove_too(tmp_path: Any) -> None:
    """What is read from a storyboard's folder is counted alike."""
    told = walk("test_it", "It.", step("Wait", "P-25", **BROKEN), outcome="failed", defects=["P-25.a"])
    save(tmp_path, told, walk("test_other", "It.", step("Go", "P-01"), defects=["P-25.a"]))
    coverage = read(tmp_path / "data").coverage
    assert (coverage.proven, coverage.walked) == ({"P-25"}, frozenset())


def test_the_tables_show_proven_beside_covered() -> None:
    """Only where anything was proven: a column beside the covered lines, and one beside each line's text."""
    proven = Coverage(proven=frozenset({"P-25", "P-26", "M-01"}))
    text = printed(coverage_table(proven))
    for expected in ("Covered", "Proven", "2 of 34", "1 of 14", "3 of 114"):
        assert expected in text
    assert "Proven" not in printed(coverage_table(Coverage()))
    told = {row.split()[0]: "✓" in row for row in printed(listing(proven)).splitlines() if "○" in row}
    assert [identifier for identifier, is_proven in told.items() if is_proven] == ["P-25", "P-26", "M-01"]
    assert "Proven" not in printed(listing(Coverage()))
