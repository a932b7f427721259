"""The pytest plugin, as a test suite that uses it sees it."""

import re
from pathlib import Path

import pytest

FLOW = """
    from flows.flow import Flow, step

    class Visit(Flow):
        @step("P-01")
        def come_in(self):
            '''Come in.'''
            self.page.goto(self.sites.url("store"))

        @step("P-02")
        def look_for(self, heading):
            '''Look for a heading.'''
            self.page.get_by_role("heading", name=heading).first.click(timeout=500)
"""


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    """An empty project beside this one, with one flow of its own."""
    pytester.makepyfile(visit=FLOW)
    pytester.makeini(
        "[pytest]\naddopts = -p no:cacheprovider -p no:hypothesispytest -p no:schemathesis\npythonpath = ."
    )
    return pytester


def test_a_test_gets_a_world_and_a_signed_in_person(suite: pytest.Pytester) -> None:
    """A test that asks for a shopper finds them signed in at the store, and their world is gone afterwards."""
    suite.makepyfile("""
        worlds = []

        def test_one(page, world, shopper, site):
            page.goto(world.url("store", "/orders"))
            assert page.url.endswith("/orders")
            worlds.append(world.id)
            assert world.id in {w["id"] for w in site.call("GET", "/worlds")}

        def test_two(site):
            assert worlds[0] not in {w["id"] for w in site.call("GET", "/worlds")}
    """)
    suite.runpytest_subprocess().assert_outcomes(passed=2)


@pytest.mark.parametrize(("asked", "walked"), [("desktop", 2), ("phone", 1), ("all", 3)])
def test_devices_are_chosen(suite: pytest.Pytester, asked: str, walked: int) -> None:
    """`--device` walks each journey on what was asked for, and leaves out journeys of another device."""
    suite.makepyfile("""
        import pytest

        def test_both(page, device):
            assert page.viewport_size["width"] == {"desktop": 1280, "phone": 390}[device]

        @pytest.mark.device("desktop")
        def test_one(page, device):
            assert device == "desktop"
    """)
    left_out = 1 if asked == "phone" else 0
    suite.runpytest_subprocess("--device", asked).assert_outcomes(passed=walked, deselected=left_out)


def test_a_failing_step_is_named_and_can_be_repeated(suite: pytest.Pytester) -> None:
    """A failure names its step and lines, and prints how to repeat it and how to open its world again."""
    suite.makepyfile("""
        from visit import Visit

        def test_it(stage):
            stage.flow(Visit).come_in()
            stage.flow(Visit).look_for("no such heading")
    """)
    result = suite.runpytest_subprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*in the step Visit.look_for: Look for a heading*P-02*"])
    reopened = "*tadoru serve --worlds .tadoru/worlds --world *"
    result.stdout.fnmatch_lines(["*pytest *test_it*--device desktop", reopened])
    (kept,) = Path(suite.path, ".tadoru", "worlds").glob("*.sqlite")
    suite.runpytest_subprocess("-k", "nothing")
    assert kept.exists()


@pytest.mark.parametrize(("asked", "is_deep"), [((), False), (("--full-trace",), True)])
def test_a_traceback_ends_where_something_was_asked(
    suite: pytest.Pytester, asked: tuple[str, ...], is_deep: bool
) -> None:
    """Not within Playwright, nor in how a step is recorded, unless the whole of it is wanted."""
    suite.makepyfile("""
        from visit import Visit
        from flows.flow import Flow, step

        class Clicks(Flow):
            @step("P-01")
            def clicks(self):
                self.page.get_by_role("button", name="ない").click()

        def test_it(stage):
            stage.flow(Clicks).clicks()
    """)
    said = suite.runpytest_subprocess("--patience", "0.1", *asked).stdout.str()
    assert '>       self.page.get_by_role("button"' in said
    assert ("site-packages/playwright" in said) is is_deep
    assert ("flows/flow.py" in said) is is_deep


def test_a_number_that_a_terminal_refuses_ends_the_step_there(suite: pytest.Pytester) -> None:
    """Nothing more is typed over the refusal, which the message quotes."""
    suite.makepyfile("""
        from flows.konbini import FamilyMart, Lawson, Seicomart, Slip

        def test_it(stage, subtests):
            for shop in (Lawson, FamilyMart, Seicomart):
                with subtests.test(shop.name):
                    stage.flow(shop).pay(Slip(shop.key, "12345678901", 4980))
    """)
    said = suite.runpytest_subprocess("--patience", "0.5").stdout.str()
    told = re.findall(r"^E +the page says: 番号をご確認ください この(.*)は見つかりませんでした。", said, re.MULTILINE)
    assert told == ["お支払い受付番号", "お支払い受付番号", "オンライン決済番号"]


def test_a_failure_without_a_step_is_in_the_storyboard(suite: pytest.Pytester) -> None:
    """Whoever judges a run by it misses none; a failing test that walks nowhere is none of its business."""
    suite.makepyfile("""
        def test_it(world):
            assert world.seed < 0

        def test_plain():
            assert False
    """)
    suite.runpytest_subprocess("--storyboard", "board")
    page = (suite.path / "board" / "index.html").read_text("utf-8")
    assert "1 of 1 walk failed" in page


def test_a_server_error_fails_the_test(suite: pytest.Pytester) -> None:
    """A page that breaks on the server fails the test with the server's traceback, even if nothing asserted it."""
    suite.makepyfile("""
        from visit import Visit

        def broken():
            raise ZeroDivisionError("the shop's arithmetic")

        def test_it(stage, threaded_site, monkeypatch):
            monkeypatch.setitem(threaded_site.app.view_functions, "shop.home", broken)
            stage.flow(Visit).come_in()
    """)
    result = suite.runpytest_subprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*ZeroDivisionError: the shop's arithmetic*"])


def test_a_provoked_server_error_is_declared(suite: pytest.Pytester) -> None:
    """The one that was declared is none; another one is, and so is a declared one that did not happen."""
    suite.makepyfile("""
        def break_page(world, page):
            world.fault("unforeseen-error")
            page.goto(world.url("store"))
            return world.incidents()[-1]["reference"]

        def test_declared(world, page, watch):
            watch.expect(break_page(world, page))

        def test_another(world, page, watch):
            watch.expect(break_page(world, page))
            break_page(world, page)

        def test_missing(world, page, watch):
            watch.expect("0BADCAFE")
    """)
    result = suite.runpytest_subprocess()
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["*Struck: The weather broke GET /.*"])
    result.stdout.fnmatch_lines(["*server error 0BADCAFE was expected and did not happen*"])


def test_a_page_error_fails_the_test(suite: pytest.Pytester) -> None:
    """An error in a page, thrown at once or later, or logged, fails the test; what a page only tells does not."""
    suite.makepyfile("""
        import pytest

        ERRORS = ["null.x", "setTimeout(() => { throw new Error('late') })", "console.error('odd')"]

        @pytest.mark.parametrize("script", [*ERRORS, "console.warn('fine')"])
        def test_it(page, world, script):
            page.goto(world.url("store"))
            page.evaluate("s => { const e = document.createElement('script'); e.text = s; document.body.append(e) }",
                          script)
            page.evaluate("new Promise(requestAnimationFrame)")
            page.title()
    """)
    suite.runpytest_subprocess().assert_outcomes(failed=3, passed=1)


def test_a_refusal_is_an_answer(suite: pytest.Pytester) -> None:
    """A page that is answered with a 4xx status is no error of the site."""
    suite.makepyfile("""
        def test_it(page, world):
            assert page.goto(world.url("store", "/no-such-page")).status == 404
    """)
    suite.runpytest_subprocess().assert_outcomes(passed=1)


def test_a_checkpoint_is_walked_once_and_forked(suite: pytest.Pytester) -> None:
    """Tests that start at a checkpoint share the way to it, and nothing after it."""
    suite.makepyfile("""
        from dataclasses import dataclass
        import pytest
        from fixtures.checkpoints import starts_at

        walked = []

        @dataclass(frozen=True)
        class Arrived:
            shopper: object

        def arrived(way):
            walked.append(way.world.id)
            person = way.world.account(name="見本 花子")
            way.open_stage(person).page.goto(way.world.url("store"))
            way.world.advance(hours=1)
            return Arrived(person)

        @starts_at(arrived)
        @pytest.mark.parametrize("turn", [1, 2])
        def test_it(turn, page, world, shopper, beginning):
            assert len(walked) == 1 and world.id not in walked
            assert world.now.hour == 11
            assert [a["name"] for a in world.state()["accounts"]] == ["見本 花子"]
            world.account()
            page.goto(world.url("store", "/orders"))
            assert page.url.endswith("/orders")
    """)
    suite.runpytest_subprocess().assert_outcomes(passed=2)


def test_workers_report_together(suite: pytest.Pytester) -> None:
    """Several workers' steps make one table and one storyboard, and the folder of results is cleaned once."""
    suite.makepyfile("""
        import pytest
        from visit import Visit

        @pytest.mark.parametrize("turn", range(6))
        def test_it(stage, turn):
            stage.flow(Visit).come_in()
            assert turn != 5
    """)
    Path(suite.path, "test-results").mkdir()
    Path(suite.path, "test-results", "old").touch()
    Path(suite.path, "board", "data").mkdir(parents=True)
    Path(suite.path, "board", "data", "old.json").write_text("{}")
    result = suite.runpytest_subprocess("-n", "2", "--storyboard", "board", "--lines", "--device", "all")
    result.assert_outcomes(passed=10, failed=2)
    result.stdout.fnmatch_lines(["*P-01 ●*", "*P-02 ○*", "*Storyboard: board/index.html*"])
    assert len(list(Path(suite.path, "board", "data").glob("*.json"))) == 12
    assert (suite.path / "board" / "index.html").exists()
    assert not (suite.path / "test-results" / "old").exists()
    assert len(list(Path(suite.path, ".tadoru", "worlds").glob("*.sqlite"))) == 2


def test_an_incomplete_run_fails(suite: pytest.Pytester) -> None:
    """`--complete` fails a run that leaves lines of a built document uncovered, and names them."""
    suite.makepyfile("""
        from visit import Visit

        def test_it(stage):
            stage.flow(Visit).come_in()
    """)
    result = suite.runpytest_subprocess("--complete", "--device", "all")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*Not covered, though built:*P-02, P-03*"])


def test_progress_names_the_journeys(suite: pytest.Pytester) -> None:
    """`--progress` names each journey instead of drawing a dot."""
    suite.makepyfile(
        test_konbini="""
        def test_paying_on_loppi(page):
            pass
    """
    )
    result = suite.runpytest_subprocess("--progress", "-n", "1")
    result.stdout.fnmatch_lines(["[[]  1/1] konbini: paying on loppi (desktop)"])
    result.assert_outcomes(passed=1)
