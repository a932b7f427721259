"""The cases of the customer service: what was asked, by whom, and what came of it."""

from typing import Any

from sqlalchemy import delete, select

from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.support import rules_cases as rules
from mock_site.support.models import CallRequest, Case, CaseNote
from mock_site.worlds import World, on


@rule
def open_case(
    world: World, account_id: int, *, channel: str, subject: str, asked: str, about: dict[str, Any] | None = None
) -> Case:
    """Open a case of an account, with a number of its own; `about` is JSON-able."""
    case = Case(
        number=_free_number(world),
        account_id=account_id,
        channel=rules.check_channel(channel),
        subject=subject,
        asked=asked,
        about=dict(about or {}),
        opened_at=world.now,
        notes=[],
    )
    world.db.add(case)
    world.db.flush()
    return case


@rule
def note(world: World, case_id: int, who: str, text: str) -> CaseNote:
    """Put down what happened in a case, and who said so; nobody's name for what nobody said."""
    case = world.db.get_one(Case, case_id)
    added = CaseNote(at=world.now, who=who, text=text)
    case.notes.append(added)
    world.db.flush()
    return added


@rule
def close(world: World, case_id: int, outcome: str) -> Case:
    """Close a case; one that is closed already keeps what came of it."""
    case = world.db.get_one(Case, case_id)
    rules.check_outcome(outcome)
    if case.closed_at is None:
        case.closed_at, case.outcome = world.now, outcome
        world.db.flush()
        world.tell("case.closed", case=case.id, account=case.account_id, outcome=outcome)
    return case


@rule
def settle_anew(world: World, case_id: int, outcome: str) -> Case:
    """Change what came of a case that is closed, as its customer says afterwards (M-12)."""
    case = world.db.get_one(Case, case_id)
    case.outcome = rules.check_outcome(outcome)
    world.db.flush()
    return case


def ask_first(world: World, case_id: int, said: str) -> None:
    """Put the customer's first words down as what was asked, where nothing is yet."""
    case = world.db.get_one(Case, case_id)
    case.asked = case.asked or said


def cases_of(world: World, account_id: int) -> list[Case]:
    """The cases of an account, newest first."""
    return list(world.db.scalars(select(Case).where(Case.account_id == account_id).order_by(Case.id.desc())))


def case_of(world: World, account_id: int, number: str) -> Case:
    """Look a person's own case up by its number; somebody else's is not found."""
    case = world.db.scalar(select(Case).where(Case.number == number, Case.account_id == account_id))
    if case is None:
        raise NotFound("このお問い合わせは見つかりません。", en="There is no such case.")
    return case


@on("account.closed")
@rule
def forget(world: World, account: int) -> None:
    """Remove the cases of a closed account (C-05)."""
    mine = select(Case.id).where(Case.account_id == account)
    for of_case in (CaseNote, CallRequest):
        world.db.execute(delete(of_case).where(of_case.case_id.in_(mine)))
    world.db.execute(delete(Case).where(Case.account_id == account))


def _free_number(world: World) -> str:
    """Draw a number that no case has."""
    while True:
        digits = f"{world.random('case').randrange(10**9):09}"
        number = f"Q{digits[:3]}-{digits[3:6]}-{digits[6:]}"
        if world.db.scalar(select(Case.id).where(Case.number == number)) is None:
            return number
