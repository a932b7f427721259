"""How far a person has come at a terminal, and what a press on its screens changes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from mock_site.konbini.chains import Terminal
from mock_site.problems import Conflict, NotFound
from mock_site.seam import rule

TICKETS_KEPT = 20
"""How many tickets of a chain a person carries about."""


class OtherNumber(Conflict):
    """The screen shows another number by now than the form that was sent."""

    title = "画面の番号が変わっています"


@dataclass(frozen=True)
class Run:
    """How far a person has come at a terminal."""

    passed: tuple[str, ...] = ()
    """The screens gone through, the first one first."""
    number: str = ""
    """The payment's number, as it was found."""
    ticket: str = ""
    """The code of the last ticket that was printed for it."""


@rule
def next_screen(machine: Terminal, screen: str) -> str:
    """Name the screen that follows one that is not the last."""
    return machine.screens[machine.screens.index(screen) + 1]


@rule
def first_missing(machine: Terminal, wanted: str, passed: Collection[str]) -> str | None:
    """Find the first screen before `wanted` that nobody has gone through yet."""
    if wanted not in machine.screens:
        raise NotFound("この端末に、その画面はありません。")
    before = machine.screens[: machine.screens.index(wanted)]
    return next((screen for screen in before if screen not in passed), None)


@rule
def began(machine: Terminal) -> Run:
    """The run of somebody who chose to pay on the first screen: whatever was typed before is forgotten."""
    return Run(machine.screens[:1])


@rule
def went_on(machine: Terminal, run: Run, screen: str) -> Run:
    """The run once a screen was passed, those after it being ahead again."""
    return replace(run, passed=machine.screens[: machine.screens.index(screen) + 1])


@rule
def found(machine: Terminal, run: Run, number: str) -> Run:
    """The run once a number was found, for which nothing is printed yet."""
    return replace(went_on(machine, run, "number"), number=number, ticket="")


@rule
def paid(machine: Terminal, run: Run, numbers: Collection[str]) -> Run:
    """The run once these numbers were paid: if it was about one of them, it is back at the screen for the number."""
    if run.number not in numbers:
        return run
    before = machine.screens[: machine.screens.index("number")]
    return Run(tuple(screen for screen in run.passed if screen in before))


@rule
def prints(run: Run, number: str, after: str) -> bool:
    """Tell whether a form prints a ticket: `after` is the last ticket that its page knew; sent twice, it prints once.

    Refuses a form that shows another number than was typed since.
    """
    if number != run.number:
        raise OtherNumber("別の番号が入力されたため、印刷しませんでした。画面の番号をご確認ください。")
    return after == run.ticket


@rule
def carried(codes: Sequence[str], code: str) -> list[str]:
    """The tickets that a person has once another one was printed; the oldest are thrown away."""
    return [*(kept for kept in codes if kept != code), code][-TICKETS_KEPT:]
