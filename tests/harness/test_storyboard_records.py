"""The storyboard: what it is made of."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from fixtures.cli import main
from fixtures.lines import Case, line
from fixtures.storyboard import build, wording
from fixtures.storyboard.pictures import LARGEST, Darkroom, embedded
from fixtures.storyboard.records import Walk, read
from fixtures.storyboard.story import letter, tell
from tests.harness.storyboards import draw, sample, save, step, walk


def test_workers_are_merged_without_loss_or_double(tmp_path: Path) -> None:
    """Every worker's walks and steps are there once, whoever wrote them, and one recorded twice counts once."""
    walks = [walk(f"test_{n}", f"Journey {n}.", step(f"Step {n}", "P-01"), worker=f"gw{n % 4}") for n in range(40)]
    save(tmp_path, *walks)
    save(tmp_path, *walks[:5])
    page = build(tmp_path).read_text(encoding="utf-8")
    assert page.count('class="walk"') == page.count('<li class="step') == 40
    assert all(page.count(f"<h4>Journey {n} <") == 1 for n in range(40))
    assert {one.worker for one in read(tmp_path / "data").walks} == {"gw0", "gw1", "gw2", "gw3"}


def test_a_failure_is_never_hidden_by_a_second_record(tmp_path: Path) -> None:
    """Of two records of one test the worse counts; another device or engine is another walk."""
    failed = walk("test_it", "It works.", outcome="failed")
    save(tmp_path, walk("test_it", "It works."), failed, walk("test_it", "It works."))
    save(tmp_path, walk("test_it", "It works.", device="phone"), walk("test_it", "It works.", engine="firefox"))
    assert sorted(one.outcome for one in read(tmp_path / "data").walks) == ["failed", "passed", "passed"]


def test_a_bug_put_in_makes_another_walk(tmp_path: Path) -> None:
    """What failed with a bug in its world says nothing of the same test without."""
    save(tmp_path, walk("test_it", "It works."), walk("test_it", "It works.", outcome="failed", defects=["P-25.a"]))
    assert sorted((one.outcome, one.defects) for one in read(tmp_path / "data").walks) == [
        ("failed", ("P-25.a",)),
        ("passed", ()),
    ]


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    """A record that was cut off is named on the page, and all others are shown."""
    save(tmp_path, walk("test_it", "It works.", step("Go")))
    (tmp_path / "data" / "cut.json").write_text('{"test": "test_cut", "ti')
    page = build(tmp_path).read_text(encoding="utf-8")
    assert "1 record could not be read and is missing here: cut.json" in page
    assert page.count('class="walk"') == 1


def test_a_missing_or_broken_picture_leaves_a_blank(tmp_path: Path) -> None:
    """A step whose picture cannot be shown says so, and a picture outside the folder is not taken."""
    draw(tmp_path / "secret.jpg", (100, 100), "secret")
    pictures = ["gone.jpg", "broken.jpg", "../secret.jpg"]
    save(tmp_path, walk("test_it", "It works.", *(step("Go", picture=name) for name in pictures)))
    (tmp_path / "data" / "broken.jpg").write_bytes(b"\xff\xd8\xff")
    page = build(tmp_path).read_text(encoding="utf-8")
    assert page.count("No picture") == 3
    assert "image/webp" not in page


def test_pictures_are_made_smaller(tmp_path: Path) -> None:
    """A picture keeps its shape, fits the largest size and is much smaller than it was."""
    draw(tmp_path / "one.jpg", (1280, 800), "見本")
    picture = embedded(tmp_path, ["one.jpg", "one.jpg"])["one.jpg"]
    assert (picture.width, picture.height) == (LARGEST[0], round(LARGEST[0] / 1.6))
    assert len(picture.address) < (tmp_path / "one.jpg").stat().st_size


def test_pictures_are_made_smaller_while_tests_walk(tmp_path: Path) -> None:
    """What was made meanwhile is taken as it is, and the same as what would be made at the end; nothing is missed."""
    for name in ("one.jpg", "two.jpg"):
        draw(tmp_path / name, (1280, 800), name)
    at_the_end = embedded(tmp_path, ["one.jpg", "two.jpg"])
    for made in tmp_path.glob("*.small"):
        made.unlink()
    darkroom = Darkroom(tmp_path)
    darkroom.develop(["one.jpg", "gone.jpg", "one.jpg"])
    darkroom._thread.submit(int).result()
    darkroom.close()
    (tmp_path / "one.jpg").unlink()
    assert embedded(tmp_path, ["one.jpg", "two.jpg", "gone.jpg"]) == {
        name: replace(picture, key=f"p{place + 1}") for place, (name, picture) in enumerate(at_the_end.items())
    }


def test_a_picture_is_embedded_once(tmp_path: Path) -> None:
    """Steps that end at the same picture share it."""
    draw(tmp_path / "data.jpg", (390, 844), "見本")
    save(tmp_path, walk("test_it", "It works.", *(step("Go", picture="same.jpg") for _ in range(5))))
    (tmp_path / "data.jpg").rename(tmp_path / "data" / "same.jpg")
    page = build(tmp_path).read_text(encoding="utf-8")
    assert page.count("data:image/webp") == 1
    assert page.count('<img class="p0"') == 5


def test_coverage_counts_passing_tests_only(tmp_path: Path) -> None:
    """A passed step of a failed test covers nothing."""
    coverage = read(sample(tmp_path) / "data").coverage
    assert coverage.state(line("P-13")) == "covered"
    assert coverage.missing(line("P-25")) == (Case("phone"),)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [([["P-01"], ["M-01", "M-02"]], "M"), ([["K-01"], ["P-01"]], "K"), ([[], []], ""), ([["?"]], "")],
)
def test_a_journey_belongs_to_the_document_of_most_of_its_lines(lines: list[list[str]], expected: str) -> None:
    """The majority decides, the first of equals; without lines it is of no document."""
    told = walk("test_it", "It works.", *(step("Go", *each) for each in lines))
    assert letter(Walk.model_validate(told)) == expected


def test_journeys_are_told_in_order() -> None:
    """Journeys stand where the line stands that sets them apart, devices side by side, steps numbered by depth."""
    common = step("Order", "P-01")
    facts = [("test_b[phone]", "Late.", "P-25"), ("test_b[desktop]", "Late.", "P-25"), ("test_c", "Loppi.", "P-13")]
    walks = [
        Walk.model_validate(
            walk(
                test,
                title,
                common,
                step("Then", named),
                step("Deep", depth=1),
                device="phone" if "phone" in test else "desktop",
            )
        )
        for test, title, named in facts
    ]
    (chapter,) = tell(walks)
    assert [journey.title for journey in chapter.journeys] == ["Loppi", "Late"]
    (variant,) = chapter.journeys[1].variants
    assert [told.walk.device for told in variant.told] == ["desktop", "phone"]
    assert [number for number, *_ in variant.told[0].steps] == ["1", "2", "2.1"]
    assert len({told.anchor for told in chapter.told}) == 3


def test_a_step_that_ends_with_a_part_is_known() -> None:
    """By its picture: what a step does after its last part shows another one."""
    depths = {"a": 0, "b": 0, "b.": 1, "b..": 2, "c": 0, "c.": 1, "c'": 0}
    pictures = ["1", "3", "2", "3", "5", "4", "4"]
    steps = [
        step(title, depth=depth, picture=picture)
        for (title, depth), picture in zip(depths.items(), pictures, strict=True)
    ]
    ((told,),) = [chapter.told for chapter in tell([Walk.model_validate(walk("test_it", "It.", *steps))])]
    assert [one.title for _, one, heads in told.steps if heads] == ["b"]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.84, "0.8 s"), (42.2, "42 s"), (185, "3 min 5 s"), (3599.6, "1 h 0 min"), (7500, "2 h 5 min")],
)
def test_durations_are_worded(seconds: float, expected: str) -> None:
    """A duration has the precision that people want."""
    assert wording.duration(seconds) == expected


def test_an_empty_folder_makes_a_page(tmp_path: Path) -> None:
    """Without any record there is a page that says so; the command prints where it is."""
    result = CliRunner().invoke(main, ["report", "build", str(tmp_path)])
    assert result.output.strip() == str(tmp_path / "index.html")
    assert "No walk has been recorded yet." in (tmp_path / "index.html").read_text(encoding="utf-8")
