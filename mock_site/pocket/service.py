"""What reaches a person: sending and delivering mail, the mailbox, and the shop's message centre."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from mock_site.faults import service as faults
from mock_site.faults.rules import TOPICS
from mock_site.pocket import letters, rules
from mock_site.pocket.models import Message
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.worlds import World, on


@dataclass(frozen=True)
class Link:
    """A link of a message: its words, and a page of one of the world's sites."""

    label: str
    site: str
    path: str


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
    if fate.delay is None:
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
    world.tell(
        "mail.delivered", message=arrived.id, topic=arrived.topic, to=arrived.to, folder=arrived.folder
    )


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
        "links": [
            {"label": link["label"], "url": link_url(link["site"], link["path"])} for link in message.links
        ],
    }


def _plain(address: str) -> str:
    return unicodedata.normalize("NFKC", address).strip().lower()


def _found(message: Message | None) -> Message:
    if message is None:
        raise NotFound("このメッセージは見つかりません。")
    return message
