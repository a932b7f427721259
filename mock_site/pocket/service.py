"""What reaches a person: sending and delivering mail, the mailbox, and the shop's message centre."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from mock_site import paging
from mock_site.faults import service as faults
from mock_site.faults.rules import TOPICS
from mock_site.paging import Page
from mock_site.pocket import letters, rules
from mock_site.pocket.authenticator import add as add_to_authenticator
from mock_site.pocket.models import Message
from mock_site.pocket.newest import KINDS, Arrival, newest, reached
from mock_site.pocket.phone import call, end_call, is_engaged, say, send_sms, withdraw
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.worlds import World, on
from mock_site.worlds.models import Due

__all__ = [
    "KINDS",
    "Arrival",
    "Link",
    "Mailbox",
    "add_to_authenticator",
    "call",
    "deliver",
    "detach",
    "end_call",
    "facts",
    "is_engaged",
    "letter",
    "mailbox",
    "mailboxes",
    "mails",
    "messages",
    "move_to_inbox",
    "newest",
    "open_letter",
    "reached",
    "say",
    "send_mail",
    "send_sms",
    "sent",
    "sent_to",
    "withdraw",
]


@dataclass(frozen=True)
class Link:
    """A link of a message: its words, and a page of one of the world's sites."""

    label: str
    site: str
    path: str


@dataclass(frozen=True)
class Mailbox:
    """An address that mail comes to, and how many mails wait there unread."""

    address: str
    unread: int
    unread_spam: int


@rule
def send_mail(
    world: World,
    *,
    topic: str,
    to: str,
    letter: str,
    account_id: int | None = None,
    links: Sequence[Link] = (),
    **facts: Any,
) -> Message:
    """Write a letter, keep it for the message centre, and deliver it as the weather lets (P-07).

    `letter` names a text template of any area: subject, blank line, text; it is filled in with `facts`.
    """
    if topic not in TOPICS:
        raise ValueError(f"“{topic}” is none of the topics that the weather knows: {', '.join(TOPICS)}.")
    subject, text = letters.write(letter, **facts)
    fate = rules.fate(topic, faults.faults(world))
    message = Message(
        account_id=account_id,
        kind="mail",
        topic=topic,
        to=_plain(to),
        sent_at=world.now,
        folder=fate.folder,
        subject=subject,
        text=text,
        links=[asdict(link) for link in links],
    )
    world.db.add(message)
    world.db.flush()
    if fate.delay is None or not to:  # somebody who has a phone only finds it in the message centre (S-05)
        world.tell("mail.lost", message=message.id, topic=topic, to=message.to)
    elif fate.delay:
        world.schedule(world.now + fate.delay, "pocket.delivery", message=message.id)
    else:
        deliver(world, message.id)
    return message


@on("pocket.delivery")
@rule
def deliver(world: World, message: int) -> None:
    """Put a message into its mailbox."""
    arrived = _found(world.db.get(Message, message))
    arrived.delivered_at = world.now
    world.db.flush()
    world.tell("mail.delivered", message=arrived.id, topic=arrived.topic, to=arrived.to, folder=arrived.folder)


def messages(world: World, to: str | None = None, kind: str | None = None) -> list[Message]:
    """List what reached people, oldest first: lost and belated messages are not among it."""
    wanted = select(Message).where(Message.delivered_at.is_not(None))
    if to is not None:
        wanted = wanted.where(Message.to == _plain(to))
    if kind is not None:
        wanted = wanted.where(Message.kind == kind)
    return list(world.db.scalars(wanted.order_by(Message.delivered_at, Message.id)))


def facts(message: Message, link_url: Callable[[str, str], str]) -> dict[str, Any]:
    """Tell programs of a delivered message; `link_url` makes an address of a site and a path."""
    return {
        "id": message.id,
        "kind": message.kind,
        "to": message.to,
        "at": None if message.delivered_at is None else message.delivered_at.isoformat(),
        "folder": message.folder,
        "subject": message.subject,
        "text": message.text,
        "links": [{"label": link["label"], "url": link_url(link["site"], link["path"])} for link in message.links],
    }


def mailboxes(world: World, people: Iterable[str]) -> list[Mailbox]:
    """List the addresses of `people`, and those that mail reached, in their order."""
    unread = _unread(world, *_delivered())
    reached = world.db.scalars(select(Message.to).where(*_delivered()).distinct())
    addresses = sorted({*(_plain(address) for address in people), *reached})
    return [Mailbox(a, unread.get((a, "inbox"), 0), unread.get((a, "spam"), 0)) for a in addresses]


def mailbox(world: World, address: str) -> Mailbox:
    """Look into a mailbox: any address has one, as mail can come to it; what is no address has none."""
    if not rules.is_address(_plain(address)):
        raise NotFound("このメールボックスはありません。")
    plain, unread = _plain(address), _unread(world, *_delivered(address))
    return Mailbox(plain, unread.get((plain, "inbox"), 0), unread.get((plain, "spam"), 0))


def mails(world: World, address: str, folder: str, typed_page: str = "") -> Page[Message]:
    """List a folder of a mailbox, by when the mails arrived."""
    return _page(world, typed_page, Message.delivered_at, *_delivered(address), Message.folder == folder)


def letter(world: World, address: str, message_id: int) -> Message:
    """Look a mail up in a mailbox; another address's is not found."""
    return _found(world.db.scalar(select(Message).where(*_delivered(address), Message.id == message_id)))


def open_letter(world: World, address: str, message_id: int) -> Message:
    """Look a mail up and mark it as read, also where the world was opened for reading only."""
    found = letter(world, address, message_id)
    if found.read_at is None:
        world.promote()
        found.read_at = world.now
        world.db.flush()
    return found


def move_to_inbox(world: World, address: str, message_id: int) -> Message:
    """Take a mail out of the spam folder, if it is still there."""
    found = letter(world, address, message_id)
    found.folder = "inbox"
    world.db.flush()
    return found


@rule
def sent(world: World, account_id: int, typed_page: str = "") -> Page[Message]:
    """List what the shop sent to an account, whether it arrived or not (P-07)."""
    return _page(world, typed_page, Message.sent_at, Message.account_id == account_id, Message.kind == "mail")


def sent_to(world: World, account_id: int, message_id: int) -> Message:
    """Look up what the shop sent to an account; another account's is not found."""
    found = _found(world.db.get(Message, message_id))
    return _found(found if found.account_id == account_id and found.kind == "mail" else None)


@on("account.closed")
@rule
def detach(world: World, account: int) -> None:
    """Empty a closed account's message centre (C-05): what arrived lies in the person's own mailbox, lost mail goes."""
    mine = list(world.db.scalars(select(Message).where(Message.account_id == account)))
    underway = {due.facts["message"] for due in world.db.scalars(select(Due).where(Due.kind == "pocket.delivery"))}
    for message in mine:
        message.account_id = None
        if message.delivered_at is None and message.id not in underway:
            world.db.delete(message)
    world.db.flush()


def _delivered(address: str | None = None) -> list[ColumnElement[bool]]:
    """Say what makes a mail one that has arrived, at that address."""
    conditions = [Message.kind == "mail", Message.delivered_at.is_not(None)]
    return conditions if address is None else [*conditions, Message.to == _plain(address)]


def _unread(world: World, *conditions: ColumnElement[bool]) -> dict[tuple[str, str], int]:
    """Count unread mails by address and folder."""
    counted = select(Message.to, Message.folder, func.count()).where(*conditions, Message.read_at.is_(None))
    rows = world.db.execute(counted.group_by(Message.to, Message.folder))
    return {(to, folder): count for to, folder, count in rows}


def _page(world: World, typed: str, newest_by: Any, *conditions: ColumnElement[bool]) -> Page[Message]:
    wanted = select(Message).where(*conditions).order_by(newest_by.desc(), Message.id.desc())
    return paging.cut(world.db, wanted, typed)


def _plain(address: str) -> str:
    return unicodedata.normalize("NFKC", address).strip().lower()


def _found(message: Message | None) -> Message:
    if message is None:
        raise NotFound("このメッセージは見つかりません。")
    return message
