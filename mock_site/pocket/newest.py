"""Everything that reached anybody, the newest first, whatever carried it: for people who watch a whole world."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from sqlalchemy import ColumnElement, func, or_, select

from mock_site.pocket import rules_phone as rules
from mock_site.pocket.models import Call, Message
from mock_site.worlds import World

KINDS = ("mail", "sms", "voice")


@dataclass(frozen=True)
class Arrival:
    """A mail, a text message or a call, as somebody who watches is told of it."""

    kind: str
    """`mail`, `sms` or `voice`."""
    id: int
    at: datetime
    to: str
    title: str
    """A mail's subject, or who texts or calls."""
    text: str
    """What is written, or was heard so far."""
    state: str
    """A written one's folder, `inbox` or `spam`, or what became of a call: `ringing`, `answered`, `missed`, …"""
    links: tuple[dict[str, Any], ...]
    """`{"label", "site", "path"}` each."""
    site: str
    path: str
    """Where its person would open it."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The one-time codes in it."""
        return rules.codes_in(self.text)


def newest(
    world: World,
    most: int,
    *,
    kind: str | None = None,
    account_id: int | None = None,
    to: Collection[str] | None = None,
) -> tuple[list[Arrival], int]:
    """The newest arrivals, at most so many, and how many there are: all, or some account's or addresses'.

    What was lost, or is still on its way, reached nobody. Of a call, what is heard counts once it was answered.
    """
    found: list[Arrival] = []
    count = 0
    if kind != "voice":
        kinds = ("mail", "sms") if kind is None else (kind,)
        here = [Message.kind.in_(kinds), Message.delivered_at.is_not(None), *_whose(Message, account_id, to)]
        wanted = select(Message).where(*here).order_by(Message.delivered_at.desc(), Message.id.desc()).limit(most)
        found += [_of_message(message) for message in world.db.scalars(wanted)]
        count += world.db.scalar(select(func.count()).select_from(Message).where(*here)) or 0
    if kind in (None, "voice"):
        mine = _whose(Call, account_id, to)
        calls = select(Call).where(*mine).order_by(Call.rang_at.desc(), Call.id.desc()).limit(most)
        found += [_of_call(call) for call in world.db.scalars(calls)]
        count += world.db.scalar(select(func.count()).select_from(Call).where(*mine)) or 0
    return sorted(found, key=_recency, reverse=True)[:most], count


def reached(world: World) -> list[str]:
    """All addresses and numbers that something reached, in order."""
    messages = select(Message.to).where(Message.delivered_at.is_not(None)).distinct()
    return sorted({*world.db.scalars(messages), *world.db.scalars(select(Call.to).distinct())})


def _recency(arrival: Arrival) -> tuple[datetime, bool, bool, int]:
    """At the same second, what rings now comes before what is written, and that before other calls."""
    return arrival.at, arrival.state == "ringing", arrival.kind != "voice", arrival.id


def _whose(
    table: type[Message] | type[Call], account_id: int | None, to: Collection[str] | None
) -> list[ColumnElement[bool]]:
    mine = [] if account_id is None else [table.account_id == account_id]
    there = [] if to is None else [table.to.in_(to)]
    return [or_(*mine, *there)] if mine or there else []


def _of_message(message: Message) -> Arrival:
    to = quote(message.to, safe="@+")
    in_the_phone = f"/{to}/messages/from?sender={quote(message.subject)}"
    return Arrival(
        kind=message.kind,
        id=message.id,
        at=message.delivered_at or message.sent_at,
        to=message.to,
        title=message.subject,
        text=message.text,
        state=message.folder,
        links=tuple(message.links),
        site="mail" if message.kind == "mail" else "phone",
        path=f"/{to}/{message.id}" if message.kind == "mail" else in_the_phone,
    )


def _of_call(call: Call) -> Arrival:
    heard = "\n".join(line["text"] for line in call.lines) if call.answered_at is not None else ""
    return Arrival(
        kind="voice",
        id=call.id,
        at=call.rang_at,
        to=call.to,
        title=call.caller,
        text=heard,
        state=call.state,
        links=(),
        site="phone",
        path=f"/{quote(call.to, safe='+')}/calls/{call.id}",
    )
