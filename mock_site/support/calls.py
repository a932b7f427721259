"""The calls that customers ask for: asking, ringing, trying once more, and giving up (T-02 to T-07)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select

from mock_site.faults import service as faults
from mock_site.pocket import service as pocket
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.support import cases, matters, operators
from mock_site.support import rules_calls as rules
from mock_site.support.models import CallRequest, Case
from mock_site.support.words import Lang
from mock_site.worlds import World, iso, on

CALLER = {"ja": "Mihonya カスタマーサービス", "en": "Mihonya Customer Service"}


@rule
def ask_for_call(
    world: World, account_id: int, *, topic: str, item: str, number: str, lang: Lang = "ja"
) -> CallRequest:
    """Have the service call a number as typed; asked for twice, it calls once.

    Refuses a number that cannot be called, another call while one is under way, and too many within a while.
    """
    to = rules.number(number, domestic=lang == "ja")
    matter = matters.matter(topic, item, lang)
    about = {"topic": topic, "item": item}
    present = call_under_way(world, account_id)
    if present is not None:
        if (present.to, present.case.about) == (to, about):
            return present
        raise rules.CallUnderWay
    rules.check_asked(
        of_account=_asked(world, CallRequest.account_id == account_id),
        to_number=_asked(world, CallRequest.to == to),
        now=world.now,
    )
    asked = f"{matter.topic} › {matter.label}"
    case = cases.open_case(world, account_id, channel="call", subject=matter.label, asked=asked, about=about)
    made = _keep(world, case, to, lang)
    note(world, made, "asked")
    if made.due_at > world.now:
        world.schedule(made.due_at, "support.rings", request=made.id)
    else:
        ring(world, made.id)
    return made


def call_under_way(world: World, account_id: int) -> CallRequest | None:
    """The call that is under way for an account, if any."""
    mine = select(CallRequest).where(CallRequest.account_id == account_id, CallRequest.state.in_(rules.OPEN))
    return world.db.scalar(mine.order_by(CallRequest.id.desc()).limit(1))


def call_of(world: World, case: Case) -> CallRequest | None:
    """The call that a case asked for, if it is about one."""
    return world.db.scalar(select(CallRequest).where(CallRequest.case_id == case.id))


def standing(world: World, account_id: int, number: str) -> str:
    """How a call stands, in a few words that differ whenever its page has something else to show."""
    made = call_of(world, cases.case_of(world, account_id, number))
    return "over" if made is None else f"{made.state} {made.tries} {made.due_at.isoformat()}"


@rule
def helped(
    world: World, account_id: int | None, *, topic: str, item: str, title: str, lang: Lang = "ja"
) -> Case | None:
    """Put down that a suggestion solved a matter, which ends without a call (T-04); a call under way is not made.

    For somebody who is not signed in there is nothing to put down. Refuses what is not suggested there.
    """
    found = matters.suggestion(topic, item, title, lang)
    if account_id is None:
        return None
    present = call_under_way(world, account_id)
    if present is not None and present.case.about == {"topic": topic, "item": item}:
        return cases.close(world, present.case_id, "helped")
    about = {"topic": topic, "item": item, "suggestion": title}
    for case in cases.cases_of(world, account_id):
        if case.about == about and case.opened_at.date() == world.now.date():
            return case
    case = cases.open_case(world, account_id, channel="call", subject=found.title, asked=found.title, about=about)
    cases.note(world, case.id, "", found.text)
    return cases.close(world, case.id, "helped")


@rule
def withdraw_call(world: World, account_id: int, number: str) -> None:
    """Call a call off as its customer wishes; sent twice, once. Refuses when it is spoken already, or over."""
    case = cases.case_of(world, account_id, number)
    made = call_of(world, case)
    if made is None:
        raise NotFound("このお電話は見つかりません。", en="There is no such call.")
    if made.state != "withdrawn":
        rules.check_step(made.state, "withdrawn")
        cases.close(world, case.id, "withdrawn")


@on("support.rings")
@rule
def ring(world: World, request: int) -> None:
    """Ring the customer's telephone, unless that has happened or is not wanted; while it is engaged, wait."""
    made = world.db.get(CallRequest, request)
    if made is None or made.state != "queued" or made.due_at > world.now:
        return
    if pocket.is_engaged(world, made.to):
        wait_for_line(world, made)
        return
    made.desk = rules.desk(faults.faults(world))
    made.operator = world.random("operator").choice(_desk(made).staff(lang_of(made)))
    made.tries += 1
    step(world, made, "ringing")
    ringing = pocket.call(
        world,
        topic="support",
        to=made.to,
        caller=CALLER[made.lang],
        lines=[],
        account_id=made.account_id,
    )
    made.ringing_id = ringing.id
    world.db.flush()


@rule
def wait_for_line(world: World, made: CallRequest) -> None:
    """Try a telephone that is engaged again a little later, or give the call up after all too many times."""
    made.engaged += 1
    if rules.after_engaged(made.engaged) == "queued":
        _put_off(world, made, rules.ENGAGED_AGAIN, "engaged")
    else:
        _give_up(world, made, "unreached")


@on("call.declined")
@rule
def let_be(world: World, call: int) -> None:
    """Close the case of a call that was declined; it is not tried again."""
    for made in rung(world, call):
        if made.state == "ringing":
            _give_up(world, made, "declined")


@on("call.missed")
@rule
def try_again(world: World, call: int) -> None:
    """Try a missed call once more after a while, or give it up (T-05)."""
    for made in rung(world, call):
        if made.state != "ringing":
            continue
        if rules.after_missed(made.tries) != "queued":
            _give_up(world, made, "unreached")
            continue
        step(world, made, "queued")
        _put_off(world, made, rules.AGAIN_AFTER, "missed")


@on("case.closed")
@rule
def call_off(world: World, case: int, **_: object) -> None:
    """Do not call about a case that was closed; a telephone that rings stops."""
    for made in world.db.scalars(select(CallRequest).where(CallRequest.case_id == case)).all():
        if made.state not in ("queued", "ringing"):
            continue
        step(world, made, "withdrawn")
        note(world, made, "withdrawn")
        if made.ringing_id is not None:
            pocket.withdraw(world, made.ringing_id)


def _keep(world: World, case: Case, to: str, lang: Lang) -> CallRequest:
    """Put a new request down, due at once or when the crowded lines are free."""
    crowd = faults.fault(world, "crowded-lines")
    wait = iso.read_span(crowd["wait"]) if crowd else timedelta()
    made = CallRequest(
        account_id=case.account_id,
        case=case,
        to=to,
        lang=lang,
        state="queued",
        asked_at=world.now,
        due_at=world.now + wait,
        tries=0,
        put_off="crowded" if wait else None,
    )
    world.db.add(made)
    world.db.flush()
    return made


def _asked(world: World, those: ColumnElement[bool]) -> Sequence[datetime]:
    """When the latest calls of some kind were asked for, as many as a limit can count."""
    newest = select(CallRequest.asked_at).where(those).order_by(CallRequest.id.desc())
    return world.db.scalars(newest.limit(rules.OF_ACCOUNT_MOST)).all()


def _put_off(world: World, made: CallRequest, by: timedelta, why: str) -> None:
    """Have a call ring later, and put down why, once in a row."""
    made.due_at = world.now + by
    world.schedule(made.due_at, "support.rings", request=made.id)
    if made.put_off != why:
        made.put_off = why
        note(world, made, why)


def _give_up(world: World, made: CallRequest, outcome: str) -> None:
    step(world, made, outcome)
    note(world, made, outcome)
    cases.close(world, made.case_id, outcome)


def note(world: World, made: CallRequest, kind: str) -> None:
    """Put down in its case what became of a call."""
    cases.note(world, made.case_id, "", operators.operators().talks(lang_of(made)).notes[kind])


def _desk(made: CallRequest) -> operators.Desk:
    return operators.operators().desks[made.desk or "japan"]


def lang_of(made: CallRequest) -> Lang:
    """The language that a call is spoken in."""
    return "en" if made.lang == "en" else "ja"


def rung(world: World, call: int) -> Iterable[CallRequest]:
    """The request that a call on a telephone is a try of, if it is one."""
    return world.db.scalars(select(CallRequest).where(CallRequest.ringing_id == call)).all()


def step(world: World, made: CallRequest, wanted: str) -> None:
    """Change the state of a call that was asked for."""
    rules.check_step(made.state, wanted)
    made.state = wanted
    world.db.flush()
