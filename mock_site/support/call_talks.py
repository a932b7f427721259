"""What is spoken in a call that was answered, part by part as the customer listens, and what comes of it (T-06)."""

from collections.abc import Sequence

from mock_site.identity import service as identity
from mock_site.pocket import service as pocket
from mock_site.seam import rule
from mock_site.support import answers, cases, matters, operators
from mock_site.support import rules_calls as rules
from mock_site.support.calls import lang_of, note, rung, step
from mock_site.support.models import CallRequest
from mock_site.worlds import World, on


@on("call.answered")
@rule
def begin(world: World, call: int) -> None:
    """Greet the customer who answers."""
    for made in rung(world, call):
        world.schedule(world.now + rules.LASTS, "support.hangs-up", call=call)
        step(world, made, "talking")
        _go_on(world, made)


@on("call.replied")
@rule
def go_on(world: World, call: int, choice: str) -> None:
    """Say the next part, or, once the customer said whether it is solved, good-bye."""
    for made in rung(world, call):
        if choice == "on":
            made.part += 1
            _go_on(world, made)
        else:
            made.settled = choice
            talk = _talks(made).of(_desk(made))
            _say(world, made, talk.solved if choice == "solved" else talk.unsolved, {})


@on("call.ended")
@rule
def finish(world: World, call: int) -> None:
    """Close the case of a talk that is over, as its customer said (T-06), or as one that ended early."""
    for made in rung(world, call):
        if made.state != "talking":
            continue
        step(world, made, "ended")
        if made.settled is None and made.case.closed_at is None:
            note(world, made, "ended")
        cases.close(world, made.case_id, made.settled or "ended")


@on("support.hangs-up")
@rule
def hang_up(world: World, call: int) -> None:
    """Have the operator end a talk that the customer has not ended."""
    pocket.end_call(world, call)


def _go_on(world: World, made: CallRequest) -> None:
    talks, desk = _talks(made), _desk(made)
    _say(world, made, talks.of(desk).parts()[made.part], talks.choices(made.part, desk))


def _say(world: World, made: CallRequest, sentences: Sequence[operators.Sentence], choices: dict[str, str]) -> None:
    """Say something on the telephone, and put it down in the case."""
    about = made.case.about
    matter = matters.matter(about["topic"], about["item"], lang_of(made))
    known = {
        "name": identity.account(world, made.account_id).name,
        "operator": made.operator or "",
        "item": made.case.subject,
        "answer": answers.answer(world, made.account_id, matter, lang_of(made)),
        "number": made.case.number,
    }
    lines = operators.spoken(sentences, known)
    for line in lines:
        cases.note(world, made.case_id, line["who"], line["text"])
    if made.ringing_id is not None:
        pocket.say(world, made.ringing_id, lines, choices)


def _talks(made: CallRequest) -> operators.Talks:
    return operators.operators().talks(lang_of(made))


def _desk(made: CallRequest) -> str:
    return made.desk or "japan"
