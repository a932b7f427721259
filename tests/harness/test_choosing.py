"""Choosing tests by the documented lines that they can walk, before anything is walked."""

import json
import os
from itertools import chain
from pathlib import Path

import pytest

from fixtures.lines import UnknownLineError, lines_meant

FLOW = """
    from flows.flow import Flow, step

    class Inner(Flow):
        @step("P-02")
        def goes_in(self):
            '''Go in.'''

        @step("P-03")
        def stays_out(self):
            '''Stay out.'''

    class Outer(Flow):
        @step("P-04")
        def wraps(self):
            '''Wrap what is within.'''
            self.beside(Inner).goes_in()

        def helps(self):
            self.wraps()

    class Base(Outer):
        def helps(self):
            super().helps()

    class Lone(Flow):
        @step("P-02")
        def goes_alone(self):
            '''Go alone.'''

    class Split(Flow):
        @step("P-05")
        def differs(self):
            '''Differ by device.'''

    class PhoneSplit(Split, device="phone"):
        def differs(self):
            self.beside(Inner).goes_in()

    TABLE = {"one": (Inner, lambda flow: flow.goes_in())}
    HARMLESS = {"one": (Inner, lambda flow: flow.stays_out())}
"""
TESTS = """
    from dataclasses import dataclass
    import pytest
    import places
    from places import Base, HARMLESS, Inner, Outer, Split, TABLE

    @pytest.fixture
    def inner():
        return Inner(None)

    @pytest.fixture
    def in_between(inner):
        return inner

    @dataclass
    class Case:
        flow: type

    class Helper:
        def go(self):
            Inner(None).goes_in()

    def helper(flow):
        flow.goes_in()

    def test_yes_fixture(in_between): in_between.goes_in()
    def test_yes_stage(stage): stage.flow(Inner).goes_in()
    def test_yes_module(stage): stage.flow(places.Lone).goes_alone()
    def test_yes_step_in_a_step(stage): stage.flow(Outer).wraps()
    def test_yes_inherited(stage): stage.flow(Base).helps()
    def test_yes_device(stage): stage.flow(Split).differs()
    def test_yes_helper(inner): helper(inner)
    def test_yes_helping_class(): Helper().go()
    def test_yes_table(stage): TABLE["one"][1](stage)
    def test_yes_nested(inner):
        \"""A title of its own.\"""
        def later(): inner.goes_in()
        later()
    def test_yes_by_word(inner): getattr(inner, "goes_in")()

    @pytest.mark.parametrize("case", [Case(Inner)])
    def test_yes_parameter(case, stage): stage.flow(case.flow).goes_in()

    @pytest.mark.usefixtures("inner")
    def test_no_other_step(inner): inner.stays_out()
    def test_no_flow(): helper(None)
    def test_no_other_table(stage): HARMLESS["one"][1](stage)
    def test_no_step_around(stage): stage.flow(Outer).sites
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with flows and tests of its own."""
    pytester.makepyfile(places=FLOW)
    pytester.makepyfile(test_places=TESTS)
    pytester.makeini("[pytest]\naddopts = -p no:cacheprovider\npythonpath = .")
    return pytester


def names(project: pytest.Pytester, *asked: str) -> list[str]:
    """The functions of the tests that are taken, without walking them."""
    session = project.inline_run("--collect-only", "-q", *asked).getcall("pytest_collection_finish").session
    return sorted({item.name.partition("[")[0] for item in session.items})


@pytest.mark.parametrize(
    ("said", "first", "last", "count"),
    [
        ("P-25", "P-25", "P-25", 1),
        (" p-25 ", "P-25", "P-25", 1),
        ("p25", "P-25", "P-25", 1),
        ("P12..P16", "P-12", "P-16", 5),
        ("P-12..P-16", "P-12", "P-16", 5),
        ("T", "T-01", "T-07", 7),
        ("konbini-payment", "P-01", "P-34", 34),
    ],
)
def test_lines_are_meant(said: str, first: str, last: str, count: int) -> None:
    """A line, a range, a letter and a document's name each mean lines."""
    meant = [one.id for one in lines_meant(said)]
    assert (meant[0], meant[-1], len(meant)) == (first, last, count)


@pytest.mark.parametrize("said", ["P-99", "X", "", "P-16..P-12", "P-01..M-02", "P-01..", "konbini"])
def test_what_no_document_has_is_refused(said: str) -> None:
    """A line that is unknown, a range that goes down or across documents, and other words mean nothing."""
    with pytest.raises(UnknownLineError):
        lines_meant(said)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("konbini", r"There is no line 'konbini': .* Did you mean konbini-payment\?$"),
        ("Cal-Me", r"There is no line 'Cal-Me': .* Did you mean call-me\?$"),
        ("publish", r"Did you mean publisher-sign-in or publishing-support\?$"),
        ("K-99", r"There is no line 'K-99': library-consolidation has K-01 to K-14\.$"),
        ("IN", r"There is no line 'IN': lines begin with P, M, K, S, B, A, C, L, T\.$"),
        ("x-25", r"There is no line 'x-25': lines begin with P, M, K, S, B, A, C, L, T\.$"),
    ],
)
def test_what_was_meant_is_guessed(said: str, told: str) -> None:
    """A part of a document's name that tells it, or a mistyped one, is answered with that name."""
    with pytest.raises(UnknownLineError, match=told):
        lines_meant(said)


def test_a_line_is_found_on_every_way_to_it(project: pytest.Pytester) -> None:
    """Fixtures, helpers, tables, parameters, inner steps and devices lead to a step, and nothing else does."""
    chosen = names(project, "--line", "P-02")
    assert [name for name in names(project) if name.startswith("test_yes")] == chosen


@pytest.mark.parametrize("content", ["", "[]", '{"test_places.py::test_yes_fixture": {"at": "x", "lines": 1}}', "{"])
def test_damaged_knowledge_is_none(project: pytest.Pytester, content: str) -> None:
    """A file that was cut off or written by hand changes nothing."""
    kept = Path(project.path, ".tadoru", "walked.json")
    kept.parent.mkdir()
    kept.write_text(content)
    assert "test_yes_fixture" in names(project, "--line", "P-02")


def test_several_lines_are_taken_together(project: pytest.Pytester) -> None:
    """`--line` given twice takes the tests of either."""
    chosen = names(project, "--line", "P-03", "--line", "P-05..P-06")
    assert chosen == ["test_no_other_step", "test_no_other_table", "test_yes_device"]


def test_an_earlier_run_knows_better(project: pytest.Pytester) -> None:
    """What a test walked when it last passed counts, until its file or a flow's is written again."""
    known = {"at": 2**33, "lines": ["P-03"]}
    kept = Path(project.path, ".tadoru", "walked.json")
    kept.parent.mkdir()
    kept.write_text(json.dumps({"test_places.py::test_yes_fixture": known}))
    assert "test_yes_fixture" not in names(project, "--line", "P-02")
    assert "test_yes_fixture" in names(project, "--line", "P-03")
    os.utime(Path(project.path, "places.py"), (2**34, 2**34))
    assert "test_yes_fixture" in names(project, "--line", "P-02")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (["--about", "step around"], ["test_no_step_around"]),
        (["--about", "AROUND no"], ["test_no_step_around"]),
        (["--about", "nested", "--about", "by word"], ["test_yes_by_word", "test_yes_nested"]),
        (["--about", "nested", "--line", "P-05"], ["test_yes_device", "test_yes_nested"]),
        (["--about", "title of its own"], ["test_yes_nested"]),
        (["--about", "test_no_step_around"], ["test_no_step_around"]),
        (["--about", "no-step_around"], ["test_no_step_around"]),
        (["--about", "other"], ["test_of_another_area"]),
    ],
)
def test_words_choose(project: pytest.Pytester, asked: list[str], expected: list[str]) -> None:
    """All words of a wish are in a test's name or title; several wishes are taken together; an area is one whole."""
    project.makepyfile(test_other="def test_of_another_area(): pass")
    assert names(project, *asked) == expected


def test_what_is_not_there_fails_the_run(project: pytest.Pytester) -> None:
    """A wish that nothing fulfils is told with what comes near, before anything is walked for the others."""
    project.makepyfile(test_places="def test_paying(): pass\ndef test_parcels(): pass")
    result = project.runpytest("--collect-only", "--about", "paying", "--about", "parcel")
    assert result.ret == pytest.ExitCode.OK
    result = project.runpytest("--collect-only", "--about", "paying", "--about", "parzels")
    result.stdout.fnmatch_lines(["No test here is about 'parzels'. Did you mean parcels?"])
    result.stdout.no_fnmatch_line("*<Function *")
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED
    result = project.runpytest("--collect-only", "--about", "paying parzels zzz")
    result.stdout.fnmatch_lines(["No test here is about 'paying parzels zzz'. Did you mean parcels?"])


def ids(project: pytest.Pytester, *asked: str) -> list[str]:
    """The tests that are taken, by their whole names."""
    session = project.inline_run("--collect-only", "-q", *asked).getcall("pytest_collection_finish").session
    return [item.nodeid for item in session.items]


def test_shards_are_all_tests_once(project: pytest.Pytester) -> None:
    """Three shards of three together are every test on every device, each once."""
    project.makepyfile(test_more="import pytest\n@pytest.mark.parametrize('n', range(60))\ndef test_it(n, page): pass")
    shards = [ids(project, "--device", "all", "--shard", f"{shard}/3") for shard in (1, 2, 3)]
    assert sorted(chain(*shards)) == sorted(ids(project, "--device", "all"))
    assert all(30 < len(shard) < 70 for shard in shards)


def test_a_new_test_moves_no_other(project: pytest.Pytester) -> None:
    """What was of a shard stays there when a test is added."""
    before = [ids(project, "--shard", f"{shard}/3") for shard in (1, 2, 3)]
    project.makepyfile(test_places=TESTS + "\n    def test_a_new_one(page): pass\n")
    after = [ids(project, "--shard", f"{shard}/3") for shard in (1, 2, 3)]
    assert [[test for test in shard if "new_one" not in test] for shard in after] == before
    assert sum(map(len, after)) == sum(map(len, before)) + 1


@pytest.mark.parametrize("said", ["0/3", "4/3", "3", "1/0", "a/b", "1/3/5", ""])
def test_a_shard_that_is_none_is_refused(project: pytest.Pytester, said: str) -> None:
    """The run does not begin, and says how shards are counted."""
    result = project.runpytest("--shard", said)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*There is no shard {said!r}: the first of three is 1/3, the last 3/3.*"])


def test_an_unknown_line_is_an_error_of_usage(project: pytest.Pytester) -> None:
    """The run does not begin, and says which lines there are."""
    result = project.runpytest("--line", "P-99")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*There is no line 'P-99': konbini-payment has P-01 to P-34.*"])


def test_a_journey_of_another_device_walks_nothing(project: pytest.Pytester) -> None:
    """A line that only journeys of a device walk which was not asked for is told as one that none walks."""
    project.makepyfile(
        test_places="""
        import pytest
        from places import Inner

        @pytest.mark.device("phone")
        def test_it(stage): stage.flow(Inner).goes_in()
        """
    )
    assert names(project, "--line", "P-02", "--device", "phone") == ["test_it"]
    result = project.runpytest("--collect-only", "--line", "P-02", "--device", "desktop")
    result.stdout.fnmatch_lines(["No test here walks P-02.*"])


@pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["alone", "workers"])
def test_nothing_to_walk_is_said(project: pytest.Pytester, workers: tuple[str, ...]) -> None:
    """A line that no test walks ends the run as one without tests, with a sentence."""
    result = project.runpytest("--line", "T-01", *workers)
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED
    result.stdout.fnmatch_lines(["No test here walks T-01.*"])
