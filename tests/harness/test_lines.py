"""The documented lines and their coverage."""

from io import StringIO
from itertools import chain, permutations

import pytest
from rich.console import Console, RenderableType

from fixtures.lines import (
    FOLDER,
    NAMES,
    Case,
    Coverage,
    Passed,
    UnknownLineError,
    documents,
    line,
    named,
)
from fixtures.tables import coverage_table, listing

CHAINS = {"seven", "lawson", "familymart", "ministop", "daily", "seico"}


def printed(table: RenderableType) -> str:
    """Show a table as a terminal of 200 columns would."""
    console = Console(file=StringIO(), width=200)
    with console.capture() as shown:
        console.print(table)
    return shown.get()


def walked(identifier: str) -> list[Passed]:
    """Every case of a line, walked once in Chromium."""
    return [Passed(identifier, case.device, case.variant, "chromium") for case in line(identifier).cases]


def test_every_documented_line_is_there_once() -> None:
    """The nine documents have 114 lines, numbered without a gap."""
    counts = {document.letter: len(document.lines) for document in documents()}
    assert counts == {"P": 34, "M": 14, "K": 14, "S": 17, "B": 8, "A": 8, "C": 8, "L": 4, "T": 7}
    for document in documents():
        assert [one.id for one in document.lines] == [
            f"{document.letter}-{n:02}" for n in range(1, len(document.lines) + 1)
        ]
        assert all(one.text.endswith(".") for one in document.lines)
    assert sorted(NAMES) == sorted(file.stem for file in FOLDER.glob("*.toml"))


@pytest.mark.parametrize(
    ("identifier", "devices", "variants"),
    [
        ("P-01", ("desktop", "phone"), set()),
        ("P-13", ("desktop", "phone"), {"lawson", "ministop"}),
        ("P-18", ("desktop", "phone"), CHAINS),
        ("K-06", ("desktop", "phone"), {"chromium", "firefox"}),
        ("A-01", ("desktop",), set()),
        ("T-02", ("phone",), set()),
    ],
)
def test_a_line_names_its_cases(identifier: str, devices: tuple[str, ...], variants: set[str]) -> None:
    """A line is to be walked on each of its devices with each of its variants."""
    expected = {Case(device, variant) for device in devices for variant in variants or [None]}
    assert set(line(identifier).cases) == expected


@pytest.mark.parametrize(
    ("identifier", "hint"), [("P-77", "konbini-payment has P-01 to P-34"), ("X-01", "begin with P, M,")]
)
def test_an_unknown_line_is_refused(identifier: str, hint: str) -> None:
    """A line that no document has is refused, with what there is instead."""
    with pytest.raises(UnknownLineError, match=hint):
        line(identifier)


def test_a_line_without_variants_wants_both_devices() -> None:
    """One device covers such a line in part, whatever chain it was walked at; the second completes it."""
    one = Passed("P-06", "desktop", "lawson", "chromium")
    assert Coverage().state(line("P-06")) == "open"
    assert Coverage.of([one]).state(line("P-06")) == "partly"
    assert Coverage.of([one]).missing(line("P-06")) == (Case("phone"),)
    assert Coverage.of([one, Passed("P-06", "phone")]).state(line("P-06")) == "covered"


def test_a_line_with_variants_wants_each_on_each_device() -> None:
    """A chain that the line does not name counts for nothing; the last missing case completes it."""
    *most, last = walked("P-13")
    coverage = Coverage.of([*most, Passed("P-13", last.device, "seven"), Passed("P-13", last.device)])
    assert coverage.missing(line("P-13")) == (Case(last.device, last.variant),)
    assert Coverage.of([*most, last]).state(line("P-13")) == "covered"


def test_by_turns_each_device_and_each_variant_is_enough() -> None:
    """Whichever device takes which variant. One device in all variants is not, nor are both in all variants but one."""
    by_turns = [Passed("P-13", "phone", "lawson"), Passed("P-13", "desktop", "ministop")]
    assert Coverage.of(by_turns).state(line("P-13")) == "partly"
    assert Coverage.of(by_turns, turns=True).state(line("P-13")) == "covered"
    alone = [Passed("P-13", "phone", chain) for chain in line("P-13").variants]
    assert {case.device for case in Coverage.of(alone, turns=True).missing(line("P-13"))} == {"desktop"}
    one_chain = [Passed("P-13", device, "lawson") for device in ("desktop", "phone")]
    assert {case.variant for case in Coverage.of(one_chain, turns=True).missing(line("P-13"))} == {"ministop"}
    assert Coverage.of([], turns=True).state(line("P-13")) == "open"


def test_engines_are_variants() -> None:
    """A line that names engines is covered by the engines that it was walked in."""
    chromium, firefox = (
        [Passed("K-06", device, None, engine) for device in ("desktop", "phone")] for engine in ("chromium", "firefox")
    )
    assert named(line("K-06"), Coverage.of(chromium).missing(line("K-06"))) == "desktop: firefox; phone: firefox"
    assert Coverage.of([*chromium, *firefox]).state(line("K-06")) == "covered"


def test_neither_order_nor_repetition_matters() -> None:
    """Whatever order the workers report in, and however often, the coverage is the same."""
    parts = [walked("P-17"), walked("P-01"), walked("P-17")[:2]]
    assert len({Coverage.of(chain(*order)) for order in permutations(parts)}) == 1


def test_the_table_tells_what_is_missing() -> None:
    """The table counts covered lines per document, names what lacks, and lists what is not built."""
    lines = [one.id for one in documents()[0].lines if one.id not in ("P-13", "P-30", "P-31", "P-33")]
    passed = [one for identifier in lines for one in walked(identifier)]
    text = printed(coverage_table(Coverage.of([*passed, *walked("P-13")[:3]])))
    for expected in ("30 of 34", "P-13 on phone: ministop", "P-30 to P-31, P-33", "30 of 114"):
        assert expected in text
    assert text.count("not built yet") == sum(not document.built for document in documents())


def test_the_listing_has_every_line() -> None:
    """The listing shows all lines with where they are to be walked, or with their state."""
    for text in (printed(listing()), printed(listing(Coverage.of(walked("P-25"))))):
        assert all(f" {one.id} " in text for document in documents() for one in document.lines)
    assert "desktop, phone; lawson, ministop" in printed(listing())
    assert "P-25 ●" in printed(listing(Coverage.of(walked("P-25"))))
