"""Inquiries to the portal's support, and its answers, which come by the world's clock (B-04 to B-06, S-17)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from mock_site.faults import service as faults
from mock_site.identity import service as identity
from mock_site.pocket import service as pocket
from mock_site.problems import NotFound
from mock_site.publishing import rules, sale, troubles
from mock_site.publishing import rules_inquiries as inquiry_rules
from mock_site.publishing.models import Book, Inquiry
from mock_site.publishing.models_authors import Answer
from mock_site.seam import rule
from mock_site.worlds import World, on

STRANGER = "お客さま"


@rule
def ask(world: World, *, account_id: int | None, email: str, subject: str, text: str, book: str = "") -> Inquiry:
    """Take an inquiry and confirm it by mail; the very same form, sent twice, is one (S-17).

    `book` is the number of one of the account's books as it was chosen, or empty.
    """
    address = identity.email(email)
    subject, text = rules.inquiry(subject, text)
    about = _book_asked_about(world, account_id, book)
    facts = {"account_id": account_id, "email": address, "book_id": about, "subject": subject, "text": text}
    same = select(Inquiry).filter_by(**facts)
    present = world.db.scalar(same.where(Inquiry.at >= world.now - rules.SAME_FORM).limit(1))
    if present is not None:
        return present
    made = Inquiry(**facts, at=world.now)
    world.db.add(made)
    world.db.flush()
    _send(world, made, "publishing/mail/inquiry_receipt.txt", topic="inquiry")
    world.schedule(inquiry_rules.answered_at(world.now), "publishing.answer-due", inquiry=made.id)
    world.tell("publishing.asked", inquiry=made.id)
    return made


def inquiries(world: World, account_id: int) -> list[Inquiry]:
    """All that an account has asked, the newest first."""
    mine = select(Inquiry).where(Inquiry.account_id == account_id)
    return list(world.db.scalars(mine.order_by(Inquiry.id.desc())))


def inquiry_of(world: World, account_id: int, number: int) -> Inquiry:
    """Look an account's own inquiry up; another person's is not found."""
    found = world.db.get(Inquiry, number)
    if found is None or found.account_id != account_id:
        raise NotFound("このお問い合わせは見つかりません。お問い合わせ履歴からお探しください。")
    return found


def answers(world: World, inquiry: Inquiry) -> list[Answer]:
    """What support has answered, oldest first."""
    return list(world.db.scalars(select(Answer).where(Answer.inquiry_id == inquiry.id).order_by(Answer.id)))


def title_of(world: World, inquiry: Inquiry) -> str | None:
    """The title of the book that an inquiry is about, as long as it is on the shelf."""
    book = None if inquiry.book_id is None else world.db.get(Book, inquiry.book_id)
    return None if book is None else book.title


@on("publishing.answer-due")
@rule
def answer(world: World, inquiry: int) -> None:
    """Look into an inquiry and answer it on the same day (B-04); the system's fault is investigated (B-05)."""
    asked = world.db.get(Inquiry, inquiry)
    if asked is None:
        return
    kind = _look(world, asked)
    if kind == "investigating":
        asked.promised_on = inquiry_rules.promised_on(asked.at)
        world.schedule(inquiry_rules.mended_at(asked.at), "publishing.investigation-due", inquiry=asked.id)
    _answer(world, asked, kind)


@on("publishing.investigation-due")
@rule
def conclude(world: World, inquiry: int) -> None:
    """Mend the system and what it did to books, and say so, days before the promised date (B-06)."""
    faults.clear(world, troubles.FAULT)
    for book in world.db.scalars(select(Book).order_by(Book.id)).all():
        if troubles.trouble(world, book.id) == "conversion":
            troubles.mend(world, book.id)
    asked = world.db.get(Inquiry, inquiry)
    if asked is None:
        return
    kind = _look(world, asked)
    _answer(world, asked, "mended" if kind == "sound" else kind)


def forget(world: World, account_id: int) -> None:
    """Erase what an account asked, and what it was answered (C-05)."""
    mine = select(Inquiry.id).where(Inquiry.account_id == account_id)
    world.db.execute(delete(Answer).where(Answer.inquiry_id.in_(mine)))
    world.db.execute(delete(Inquiry).where(Inquiry.account_id == account_id))


def _book_asked_about(world: World, account_id: int | None, typed: str) -> int | None:
    if account_id is None or not typed:
        return None
    mine = world.db.scalars(select(Book.id).where(Book.account_id == account_id).order_by(Book.id))
    return rules.one_of_books(typed, list(mine))


def _look(world: World, asked: Inquiry) -> str:
    book = None if asked.book_id is None else world.db.get(Book, asked.book_id)
    on_sale = book is not None and book.state == "on-sale"
    found = troubles.trouble(world, book.id) if book is not None and on_sale else None
    corrected = sale.manuscript(world, book) if book is not None and sale.is_waiting(world, book) else None
    waiting = corrected is not None and not corrected.trouble
    underway = _investigation(world, asked) is not None
    seen = {"about_book": asked.book_id is not None, "on_sale": on_sale, "waiting": waiting, "underway": underway}
    return inquiry_rules.finding(trouble=found, **seen)


def _investigation(world: World, asked: Inquiry) -> Inquiry | None:
    """The account's earlier inquiry about the same book that is still investigated, if there is one."""
    same = select(Inquiry).filter_by(account_id=asked.account_id, book_id=asked.book_id, state="investigating")
    return world.db.scalar(same.where(Inquiry.id < asked.id).limit(1))


def _answer(world: World, asked: Inquiry, kind: str) -> None:
    """Write an answer into the history, and send it by mail."""
    asked.state = inquiry_rules.state_after(kind)
    subject, text = _send(world, asked, f"publishing/mail/answer_{kind}.txt", topic="inquiry-answer")
    world.db.add(Answer(inquiry_id=asked.id, kind=kind, subject=subject, text=text, at=world.now))
    world.db.flush()
    world.tell("publishing.answered", inquiry=asked.id, answer=kind)


def _send(world: World, asked: Inquiry, letter: str, *, topic: str) -> tuple[str, str]:
    """Write to whoever asked, with a way to the history for those who have an account; returns subject and text."""
    whose = asked.account_id
    name = STRANGER if whose is None else identity.account(world, whose).name
    links: Sequence[pocket.Link] = ()
    if whose is not None:
        links = (pocket.Link("お問い合わせ履歴", "kdp", f"/inquiries/{asked.id}"),)
    facts: dict[str, Any] = {"name": name, "inquiry": asked, "title": title_of(world, asked)}
    facts["investigation"] = _investigation(world, asked)
    facts |= {"topic": topic, "to": asked.email, "letter": letter}
    mail = pocket.send_mail(world, account_id=whose, links=links, **facts)
    return mail.subject, mail.text
