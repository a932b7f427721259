"""Reports of shards made into one: nothing is lost, nothing doubled, in whatever order."""

import json
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures import merging, runs
from fixtures.cli import main
from fixtures.lines import line
from fixtures.storyboard.records import read
from tests.harness.storyboards import save, step, walk

SHARD = st.lists(
    st.tuples(
        st.integers(0, 4),  # which test
        st.sampled_from(["desktop", "phone"]),
        st.sampled_from(["passed", "failed", "error"]),
        st.lists(st.binary(max_size=2), max_size=2),  # its steps' pictures
        st.sampled_from([[], [], ["P-25.a"], ["P-26.a"]]),
    ),
    max_size=5,
)
Shard = Sequence[tuple[int, str, str, Sequence[bytes], Sequence[str]]]
RUN = {"tadoru": "0.1.0", "began": "2026-07-01T10:00:00+00:00", "command": ["pytest"], "exit": 0}


def written(folder: Path, shard: Shard, number: int) -> Path:
    """Write what a shard leaves: records, their pictures under names that other shards have too, and run.json."""
    data = folder / "data"
    data.mkdir(parents=True)
    walks = []
    for at, (test, device, outcome, pictures, defects) in enumerate(shard):
        steps = []
        for place, picture in enumerate(pictures):
            (data / f"{at}-{place}.jpg").write_bytes(picture)
            steps.append(step("Go", "P-01", picture=f"{at}-{place}.jpg"))
        walks.append(
            walk(f"test_{test}", "It.", *steps, device=device, outcome=outcome, defects=defects, more=[number])
        )
        (data / f"{at}.json").write_text(json.dumps(walks[-1]), "utf-8")
    runs.save(folder / "run.json", {**RUN, "began": f"2026-07-0{number + 1}", "exit": number, "walks": walks})
    return folder


def told(folder: Path) -> Any:
    """All that a report holds: its files by name, records as data."""
    files = [*(folder / "data").iterdir(), folder / "run.json"]
    return {file.name: json.loads(file.read_bytes()) if file.suffix == ".json" else file.read_bytes() for file in files}


def keys(shards: Sequence[Shard]) -> dict[tuple[Any, ...], set[tuple[str, tuple[bytes, ...]]]]:
    """For each walk that any shard has, the outcomes and pictures that it was recorded with."""
    found: dict[tuple[Any, ...], set[tuple[str, tuple[bytes, ...]]]] = {}
    for shard in shards:
        for test, device, outcome, pictures, defects in shard:
            found.setdefault((test, device, *defects), set()).add((outcome, tuple(pictures)))
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shards=st.lists(SHARD, min_size=3, max_size=3))
def test_nothing_is_lost_or_doubled_in_any_order(shards: list[Shard]) -> None:
    """Every walk is there once, with its worst outcome and pictures of its own; order and repetition change nothing."""
    with TemporaryDirectory() as name:
        there = Path(name)
        one, two, three = (written(there / str(number), shard, number) for number, shard in enumerate(shards))
        merging.merge([one, two, three], there / "all")
        whole = told(there / "all")
        records = [record for name, record in whole.items() if name.endswith(".json") and name != "run.json"]
        expected = keys(shards)
        assert len(records) == len(expected) == len(whole["run.json"]["walks"])
        for record in records:
            outcomes = expected[int(record["test"][-1]), record["device"], *record["defects"]]
            pictures = tuple(whole[one["picture"]] for one in record["steps"])
            assert (record["outcome"], pictures) in outcomes
            assert record["outcome"] == min((outcome for outcome, _ in outcomes), key=runs.WORST_FIRST.index)
            assert record["more"] != []
        assert (whole["run.json"]["exit"], whole["run.json"]["began"]) == (2, "2026-07-01")
        assert len(whole) - 1 == len(records) + len({one["picture"] for each in records for one in each["steps"]})

        merging.merge([three, one, two, one], there / "other order")
        merging.merge([two, three], there / "part")
        merging.merge([there / "part", one], there / "in two steps")
        merging.merge([there / "all", two], there / "all")
        for same in ("other order", "in two steps", "all"):
            assert told(there / same) == whole


def junit(folder: Path, *cases: tuple[str, str]) -> Path:
    """Write a file of JUnit's with these test cases, and what is within each."""
    folder.mkdir(exist_ok=True)
    inside = "".join(f'<testcase classname="m" name="{name}" time="1">{within}</testcase>' for name, within in cases)
    (folder / "junit.xml").write_text(
        f'<testsuites><testsuite name="pytest">{inside}</testsuite></testsuites>', "utf-8"
    )
    return folder


def test_junit_is_merged_too(tmp_path: Path) -> None:
    """Each test case is there once, the worse of two, with its properties; the counts are those of the whole."""
    lines = '<properties><property name="line" value="P-25"/></properties>'
    one = junit(tmp_path / "1", ("test_a", ""), ("test_b", lines))
    two = junit(tmp_path / "2", ("test_a", '<failure message="no"/>'), ("test_c", ""))
    texts = set()
    for order in permutations([one, two, one]):
        merging.merge(order, tmp_path / "all")
        texts.add((tmp_path / "all" / "junit.xml").read_text("utf-8"))
    (text,) = texts
    for expected in ('tests="3"', 'failures="1"', 'name="line" value="P-25"', 'message="no"'):
        assert expected in text
    assert text.count("<testcase") == 3


def report(*words: object) -> Result:
    """Call `tadoru report`."""
    return CliRunner().invoke(main, ["report", *map(str, words)])


def test_the_command_makes_one_report(tmp_path: Path) -> None:
    """`merge` builds the page, keeps a damaged record for it to name, and `tadoru lines` reads the result."""
    for device in ("desktop", "phone"):
        there = save(tmp_path / device, walk("test_it", "It works.", step("Wait", "P-25"), device=device))
        walks = [json.loads(file.read_bytes()) for file in (there / "data").glob("*.json")]
        runs.save(there / "run.json", {**RUN, "walks": walks})
    (tmp_path / "phone" / "data" / "cut.json").write_text('{"test": ')
    result = report("merge", tmp_path / "desktop", tmp_path / "phone", "--into", tmp_path / "all")
    assert (result.exit_code, result.output.strip()) == (0, str(tmp_path / "all" / "index.html"))
    page = (tmp_path / "all" / "index.html").read_text("utf-8")
    assert page.count('class="walk"') == 2
    assert "1 record could not be read" in page
    assert read(tmp_path / "all" / "data").coverage.state(line("P-25")) == "covered"
    result = CliRunner().invoke(main, ["lines", "P-25", "--json", "--run", str(tmp_path / "all")])
    assert [told["covered"] for told in json.loads(result.output)] == [True]


@pytest.mark.parametrize("asked", [(True, True), (False, False), (True, False)])
def test_runs_by_turns_stay_such(tmp_path: Path, asked: tuple[bool, bool]) -> None:
    """The page, its records and `tadoru lines` ask for pairs, unless all runs that were merged went by turns."""
    turns = all(asked)
    for by_turns, device, chain in zip(asked, ("desktop", "phone"), ("lawson", "ministop"), strict=True):
        paid = step("Pay", "P-13", variant=chain)
        there = save(tmp_path / device, walk("test_it", "It works.", paid, device=device, turns=by_turns))
        walks = [json.loads(file.read_bytes()) for file in (there / "data").glob("*.json")]
        runs.save(there / "run.json", {**RUN, "walks": walks})
    merged = tmp_path / "all"
    report("merge", tmp_path / "desktop", tmp_path / "phone", "--into", merged)
    assert ("on each device and each variant, if not each pair" in (merged / "index.html").read_text("utf-8")) is turns
    assert (read(merged / "data").coverage.state(line("P-13")) == "covered") is turns
    told = CliRunner().invoke(main, ["lines", "P-13", "--run", str(merged)]).output
    assert ("1 covered on each device and each variant, if not each pair ●" in told) is turns
    assert ("0 covered ●" in told) is not turns


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("other.txt", "", "holds no report"),
        ("run.json", "{}", "is no record of a run"),
        ("run.json", '{"walks": [{"test": 1}]}', "is no record of a run"),
        ("junit.xml", "<a", "is no file of JUnit's"),
        ("junit.xml", "<html/>", "is no file of JUnit's"),
    ],
)
def test_what_is_no_report_is_refused(tmp_path: Path, name: str, content: str, complaint: str) -> None:
    """Nothing is merged, and a sentence says which folder or file it is."""
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / name).write_text(content)
    result = report("merge", tmp_path / "bad", "--into", tmp_path / "all")
    assert result.exit_code == pytest.ExitCode.USAGE_ERROR
    assert complaint in result.output.replace("\n", " ")
    assert not (tmp_path / "all").exists()


def test_a_report_is_shown_where_there_is_a_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`open` prints the page's path everywhere, and starts a browser only where one can be seen."""
    launched: list[str] = []
    monkeypatch.setattr("click.launch", launched.append)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert "tadoru report build" in report("open", tmp_path).output
    (tmp_path / "index.html").touch()
    assert report("open", tmp_path).output.strip() == str(tmp_path / "index.html")
    assert launched == []
    monkeypatch.setenv("DISPLAY", ":0")
    report("open", tmp_path)
    assert launched == [(tmp_path / "index.html").as_uri()]
