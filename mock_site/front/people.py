"""The people of a world, as the front page shows them, adds them, and lets a browser in as one of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from mock_site.control import service as control
from mock_site.front.models import Added
from mock_site.front.rules import NobodyThere
from mock_site.identity import service as identity
from mock_site.kindle import service as kindle
from mock_site.orders import service as orders
from mock_site.pocket import service as pocket
from mock_site.problems import NotFound
from mock_site.publishing import service as publishing
from mock_site.selling import service as selling
from mock_site.worlds import World, on

DOORS = {"store": "Store", "com": "English store", "kdp": "KDP", "seller": "Seller Central"}
"""The sites that one signs in at, and what their buttons say."""
CODES = {"sms": "codes by text", "voice": "codes by call", "totp": "codes from an app"}
"""By two-step channel, in a few words."""


@dataclass(frozen=True)
class Resident:
    """Somebody who has an account in a world."""

    id: int
    name: str
    email: str
    phone: str | None
    traits: tuple[str, ...]
    """What is special, in a few words each."""
    doors: tuple[str, ...]
    """The sites to sign in at with one click."""
    title: str
    """The ready-made persona's, for somebody who was added here."""
    password: str | None
    recovery_codes: tuple[str, ...]
    """As they were given."""
    has_app: bool
    """Whether codes come from an authenticator app, which the telephone has."""


def residents(world: World, most: int) -> tuple[list[Resident], int]:
    """Those who were made last, at most so many, newest first; and how many there are."""
    everybody = identity.everybody(world)
    added = {row.account_id: row for row in world.db.scalars(select(Added))}
    shown = everybody[::-1][:most]
    return [_resident(world, account, added.get(account.id)) for account in shown], len(everybody)


def names(world: World) -> dict[int, tuple[str, str, str]]:
    """By account, newest first: the name, the address and the number."""
    return {one.id: (one.name, one.email, one.phone or "") for one in identity.everybody(world)[::-1]}


def turns(world: World) -> dict[str, int]:
    """By ready-made persona, the how many-th the next one will be."""
    latest = world.db.execute(select(Added.persona, func.max(Added.turn)).group_by(Added.persona))
    return {persona: turn + 1 for persona, turn in latest}


def add(world: World, persona: str, turn: int) -> int:
    """Add a ready-made persona as the `turn`-th of its kind, once; returns its first account's number."""
    present = select(Added.account_id).where(Added.persona == persona, Added.turn == turn)
    found = world.db.scalar(present.order_by(Added.account_id).limit(1))
    if found is not None:
        return found
    turn = turns(world).get(persona, 1)
    made = control.add_ready_made(world, persona)
    for told in made:
        world.db.add(Added(account_id=told["id"], persona=persona, turn=turn, **_given(told)))
        _set_up_app(world, told)
    world.db.flush()
    return int(made[0]["id"])


def way_in(world: World, account_id: int, site: str) -> str:
    """Where on a site a browser is signed in as somebody, once."""
    try:
        return identity.hand_over(world, account_id, site)
    except NotFound:
        raise NobodyThere("Nobody in this world has that account.") from None


@on("account.password-changed")
def forget_password(world: World, account: int) -> None:
    """Show no password that is another one by now."""
    if (added := world.db.get(Added, account)) is not None:
        added.password = None


@on("account.recovery-codes-renewed")
def forget_recovery_codes(world: World, account: int) -> None:
    """Show no recovery codes that others stand in for by now."""
    if (added := world.db.get(Added, account)) is not None:
        added.recovery_codes = []


def _given(told: dict[str, Any]) -> dict[str, Any]:
    """What somebody who was added signs in with."""
    return {name: told[name] for name in ("password", "recovery_codes")}


def _set_up_app(world: World, told: dict[str, Any]) -> None:
    """Have the telephone of somebody whose codes come from an app show them."""
    if told["totp_secret"] and told["phone"]:
        label = f"Mihonya: {told['email'] or told['phone']}"
        pocket.add_to_authenticator(world, told["phone"], label, told["totp_secret"])


def _resident(world: World, account: Any, added: Added | None) -> Resident:
    seller = selling.find(world, account.id)
    fitting = (site for site in DOORS if identity.fits(account, site))
    ready = control.ready_made().get(added.persona) if added is not None else None
    return Resident(
        id=account.id,
        name=account.name or "(erased)",
        email=account.email,
        phone=account.phone,
        traits=tuple(_traits(world, account, seller)),
        doors=tuple(site for site in fitting if site != "seller" or seller is not None),
        title="" if ready is None else ready.title,
        password=None if added is None else added.password,
        recovery_codes=() if added is None else tuple(added.recovery_codes),
        has_app=account.two_step == "totp" and account.phone is not None,
    )


def _traits(world: World, account: Any, seller: Any) -> Iterator[str]:
    """What is special about somebody, in a few words each."""
    facts = (
        (account.closed_at is not None, "closed"),
        (account.marketplace == "com", "English store"),
        (account.prime, "Prime"),
        (account.kindle_unlimited, "Kindle Unlimited"),
        (account.closed_at is None and orders.is_on(world, account.id), "1-Click"),
        (account.two_step is not None, CODES.get(account.two_step, "")),
        (account.signs_in_by == "phone", "signs in by number"),
        (account.short_password, "short password"),
        (account.origin is not None, "from CreateSpace"),
        (account.marketplace == "com" and kindle.is_barred(world, account.id), "library refused"),
        (seller is not None, "seller" if seller is None or seller.closed_at is None else "closed as a seller"),
    )
    yield from (words for is_so, words in facts if is_so)
    books = publishing.bookshelf(world, account.id) if account.marketplace == "jp" else []
    if books:
        on_sale = sum(book.is_on_sale for book in books)
        yield f"author of {len(books)}, {on_sale} on sale" if on_sale else f"author of {len(books)}"
