"""A failure in words: what was expected, and what is alike whenever it fails in the same way."""

import pytest
from playwright.sync_api import Error
from playwright.sync_api import TimeoutError as TimedOut

from fixtures import failures
from fixtures.lines import line
from flows.flow import Declared, Walked

CLICK = """Locator.click: Timeout 500ms exceeded.
Call log:
  - waiting for get_by_role("button", name="続行")
    - locator resolved to <button disabled>続行</button>
  - attempting click action
    {tries} × waiting for element to be visible, enabled and stable
      - element is not enabled
    - retrying click action
    - waiting {pause}ms
"""
TEXT = """Locator expected to have text 'Ho'
Actual value: Hi\u0020
Call log:
  - Expect "to_have_text" get_by_role("heading") with timeout 300ms
  - waiting for get_by_role("heading")
    {tries} × locator resolved to <h1>Hi</h1>
      - unexpected value "Hi"

Aria snapshot:
- heading "Hi" [level=1]
- textbox "{pause}"
"""
GOTO = """Page.goto: net::ERR_CONNECTION_REFUSED at http://store.w{world}.localhost:{port}/
Call log:
  - navigating to "http://store.w{world}.localhost:{port}/", waiting until "load"
"""
SERVER = """server error 0BADCAFE at GET http://127.0.0.1:{port}/worlds/w{world}
Traceback (most recent call last):
  File "/{world}/site.py", line {tries}, in view
    broken()
ZeroDivisionError: by {pause} s at <object object at 0x{world}> in /tmp/pytest-of-me/pytest-{tries}/x0
"""


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (CLICK, 'Error: Locator.click: Timeout … ms exceeded.\nwaiting for get_by_role("button", name="続行")'),
        (TEXT, "Error: Locator expected to have text 'Ho'\nActual value: Hi\nwaiting for get_by_role(\"heading\")"),
        (
            GOTO,
            "Error: Page.goto: net::ERR_CONNECTION_REFUSED at http://store.WORLD.localhost:PORT/\n"
            'navigating to "http://store.WORLD.localhost:PORT/", waiting until "load"',
        ),
        (
            SERVER,
            "Error: server error 0BADCAFE at GET http://127.0.0.1:PORT/worlds/WORLD\n"
            "ZeroDivisionError: by … s at <object object at 0x…> in TMP/x0",
        ),
    ],
)
def test_what_differs_between_runs_is_left_out(error: str, told: str) -> None:
    """Two runs that fail in the same way say the same, in colours or not."""
    runs = [
        {"tries": 3, "pause": 20, "world": "0123456789", "port": 40001},
        {"tries": 14, "pause": 500, "world": "abcdef0123", "port": 50002},
    ]
    said = [failures.plain(Error(f"\x1b[31m{error.format(**run)}\x1b[0m")) for run in runs]
    assert said == [told, told]


def test_worlds_are_told_by_their_place() -> None:
    """Also those whose names somebody chose."""
    error = ValueError("http://store.mine.localhost and http://store.yours.localhost, not minelike")
    told = "ValueError: http://store.WORLD.localhost and http://store.WORLD-2.localhost, not minelike"
    assert failures.plain(error, ["mine", "yours"]) == told


def test_pytests_comparison_is_left_out() -> None:
    """How much it says depends on how much it is asked to; the own words and the assertion itself stay."""
    error = AssertionError("it is three\nassert [1, 2] == [1, 3]\n  At index 1 diff: 2 != 3\n  Use -v to get more diff")
    assert failures.plain(error) == "AssertionError: it is three\nassert [1, 2] == [1, 3]"


def test_several_errors_are_told_each() -> None:
    """Those of a group, of a group in it, too."""
    inner = ExceptionGroup("inner", [KeyError("b"), LookupError("c")])
    assert (
        failures.plain(ExceptionGroup("two", [ValueError("a"), inner]))
        == "ValueError: a\nKeyError: 'b'\nLookupError: c"
    )


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (TimedOut(CLICK), '“click” on get_by_role("button", name="続行") to be done within 0.5 s'),
        (AssertionError(TEXT), "Locator expected to have text 'Ho', of get_by_role(\"heading\")"),
        (AssertionError("mine\nExpected value: 'Ho'\nActual value: Hi"), "'Ho', of the page: mine"),
        (AssertionError("it is three\nassert 10 == 3\n +  where …"), "10 == 3"),
        (LookupError("nothing"), "no LookupError"),
    ],
)
def test_what_was_expected(error: Exception, told: str) -> None:
    """In one line."""
    assert failures.expected(error) == told


def walked(name: str, *lines: str, error: BaseException | None = None) -> Walked:
    """A step that was walked."""
    return Walked(Declared(name, name.title(), lines), None, 0, error=error)


def test_the_failing_step_is_the_innermost() -> None:
    """One that failed in vain, as somebody expected it to, is not; causes count."""
    expected, cause = ValueError("expected"), LookupError("cause")
    error = RuntimeError("told")
    error.__cause__ = cause
    steps = [walked("before", error=expected), walked("whole", error=error), walked("part", error=cause), walked("on")]
    failed = failures.failing(steps, ExceptionGroup("all", [error]))
    assert [step.declared.name for step in failed] == ["whole", "part"]
    step = failures.step_of(failed)
    assert step is not None
    assert step.name == "part"
    assert failures.failing(steps, KeyError()) == []
    assert failures.step_of([]) is None


def test_lines_are_told_in_words() -> None:
    """Each once, also one that no document has; and so is what the page refused."""
    error = LookupError("nothing")
    steps = [walked("a", "P-01", "X-99"), walked("b", "P-01")]
    told = failures.explanation(steps, error, ["番号が違います。", "番号が違います。"])
    assert told.splitlines() == [
        f"  P-01: {line('P-01').text}",
        "  X-99: no document has this line",
        "  expected: no LookupError",
        "  the page says: 番号が違います。",
    ]
