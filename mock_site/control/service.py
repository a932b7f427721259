"""What a caller can do to a world that no person in it can: make people, look at everything, set defects."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from mock_site.control import people, personas
from mock_site.control.personas import ready_made as ready_made  # noqa: PLC0414 (the front page takes it from here)
from mock_site.control.requests import AddressGiven, BookGiven, PastOrderGiven, Persona, SellerGiven
from mock_site.identity import service as identity
from mock_site.identity.service import Account
from mock_site.kindle import service as kindle
from mock_site.orders import service as orders
from mock_site.problems import Conflict, NotFound, Problem, Unprocessable
from mock_site.publishing import service as publishing
from mock_site.selling import service as selling
from mock_site.shop import service as shop
from mock_site.worlds import Base, World
from mock_site.worlds.models import Incident


class UnknownProduct(NotFound):
    """Nothing of this name is for sale."""

    title = "No such product"


def add_person(world: World, persona: Persona) -> dict[str, Any]:
    """Give somebody an account with all that the persona says; tells all of it, the plain password included."""
    past = [_past(world, place, order) for place, order in enumerate(persona.orders)]
    books = [_book(world, persona.marketplace, place, book) for place, book in enumerate(persona.books)]
    imagine = people.imagine_com if persona.marketplace == "com" else people.imagine
    imagined = imagine(world.random("persona"), {a.email.lower() for a in identity.everybody(world)})
    account, password = _register(world, persona, imagined)
    lives_here = persona.marketplace == "jp" and "address" not in persona.model_fields_set
    if persona.address is not None or lives_here:
        _move_in(world, account, imagined, persona.address or AddressGiven())
    for kind, amount in (("gift", persona.gift_balance), ("points", persona.points)):
        if amount:
            shop.grant(world, account.id, kind, amount, "はじめの残高")
    if persona.one_click:
        _set_up_one_click(world, account)
    selling.note_past(world, orders.preset(world, account, past))
    account.kindle_unlimited, account.newsletters = persona.kindle_unlimited, persona.newsletters
    for book in books:
        kindle.acquire(world, account.id, **book)
    if persona.consolidation == "refused":
        kindle.bar(world, account.id)
    account.origin = persona.origin
    publishing.preset(world, account.id, persona.publisher.books if persona.publisher else [])
    for sold in persona.publisher.on_sale if persona.publisher else []:
        publishing.preset_on_sale(world, account.id, title=sold.title, price=sold.price, text=sold.text)
    publishing.preset_posts(world, account.id, persona.publisher.posts if persona.publisher else [])
    if persona.seller is not None:
        _open_shop(world, account, persona.seller)
    _order_now(world, account, persona)
    codes = identity.preset_two_step(world, account, persona.two_step) if persona.two_step else []
    secrets = {"password": password, "past_passwords": persona.past_passwords, "recovery_codes": codes}
    told = {**_tell(world, account), **secrets, "totp_secret": account.totp_secret}
    if persona.closed:
        identity.close(world, account.id)
    return {**told, "closed_at": account.closed_at}


def add_ready_made(world: World, name: str) -> list[dict[str, Any]]:
    """Give the people of a ready-made persona accounts of their own, under addresses and numbers that are free."""
    known = identity.everybody(world)
    emails, phones = {account.email.lower() for account in known}, {account.phone or "" for account in known}
    return [add_person(world, person) for person in personas.another(personas.find(name), emails, phones)]


def open_session(world: World, account_id: int, site: str) -> str:
    """Sign an account in at a site; tells the cookie's token."""
    try:
        if identity.account(world, account_id).marketplace != identity.MARKETPLACES[site]:
            raise Conflict(f"Accounts of this marketplace do not sign in at “{site}”.", field="site")
        return identity.open_session(world, account_id, site).token
    except NotFound as problem:
        problem.field = "account"
        raise


def incidents(world: World) -> Sequence[Incident]:
    """The server errors of a world, oldest first."""
    return world.db.scalars(select(Incident).order_by(Incident.id)).all()


def state(world: World) -> dict[str, list[dict[str, Any]]]:
    """The whole world by tables in the order of their names, rows by their keys, secrets left out."""
    told: dict[str, list[dict[str, Any]]] = {}
    for name, table in sorted(Base.metadata.tables.items()):
        columns = [column for column in table.columns if not column.info.get("secret")]
        rows = world.db.execute(select(*columns).order_by(*table.primary_key.columns))
        told[name] = [dict(row) for row in rows.mappings()]
    return told


def catalogue(world: World) -> list[dict[str, Any]]:
    """Everything for sale: the Japanese store's products, then the e-books that only `com` sells."""
    at_com = {listing.sku: listing for listing in shop.listings(world)}
    told: list[dict[str, Any]] = []
    for product in shop.everything(world):
        sold = at_com.pop(product.sku, None)
        facts = {column.key: getattr(product, column.key) for column in product.__table__.columns}
        told.append({**facts, "price_com": None if sold is None else sold.price})
    us = {"kind": "ebook", "sold_by": "Mihonya", "shipped_by": "Mihonya", "marketplaces": ["com"], "price": None}
    return told + [{**us, "sku": sku, "title": sold.title, "price_com": sold.price} for sku, sold in at_com.items()]


def set_defect(world: World, defect: str) -> None:
    """Put a bug into the world, from the next request on."""
    world.row.defects = sorted({*world.defects, defect})


def mend_defect(world: World, defect: str) -> None:
    """Take a bug out of the world; does nothing if it has not got it."""
    world.row.defects = [name for name in world.defects if name != defect]


def _register(world: World, persona: Persona, imagined: people.Person) -> tuple[Account, str]:
    """Open the account that a persona asks for; returns it with its plain password."""
    said = persona.model_fields_set
    phone = persona.phone if "phone" in said else imagined.phone
    email = persona.email or imagined.email
    if persona.phone_account:
        phone, email = identity.phone(phone or imagined.phone, field="phone"), persona.email or ""
    password = persona.password or imagined.password
    account = identity.register(
        world,
        marketplace=persona.marketplace,
        email=email,
        password=password,
        name=persona.name or imagined.name,
        furigana=_furigana(persona, imagined),
        phone=phone,
        birthday=persona.birthday if "birthday" in said else imagined.birthday,
        prime=persona.prime,
        signs_in_by="phone" if persona.phone_account else "email",
        past_passwords=persona.past_passwords,
        least=1,
    )
    return account, password


def _furigana(persona: Persona, imagined: people.Person) -> str | None:
    """How a name is read: as given, else as made up with the name; one that was given is read where that is known."""
    if persona.furigana or not persona.name or persona.marketplace == "com":
        return persona.furigana or imagined.furigana or None
    return people.furigana(persona.name)


def _move_in(world: World, account: Account, imagined: people.Person, given: AddressGiven) -> None:
    said = given.model_dump(exclude_none=True)
    home = {"name": account.name, **imagined.address(given.prefecture or people.HOME), **said}
    try:
        identity.set_address(world, account.id, **home)
    except Problem as problem:
        problem.field = f"address.{problem.field}"
        raise


def _set_up_one_click(world: World, account: Account) -> None:
    try:
        orders.preset_one_click(world, account.id)
    except orders.OneClickOff:
        raise Unprocessable("1-Click needs an address.", field="one_click") from None


def _open_shop(world: World, account: Account, given: SellerGiven) -> None:
    offers = [listing.model_dump() for listing in given.listings]
    facts = given.model_dump(exclude={"listings"})
    try:
        selling.preset(world, account.id, **facts, offers=offers)
    except Problem as problem:
        problem.field = f"seller.{problem.field}"
        raise


def _order_now(world: World, account: Account, persona: Persona) -> None:
    """Place the orders that a persona has only just placed."""
    for kind, place in (("awaiting_payment", shop.order_to_pay), ("one_click_orders", shop.click)):
        for turn, sku in enumerate(getattr(persona, kind)):
            try:
                place(world, account.id, sku)
            except Problem as problem:
                problem.field = f"{kind}.{turn}"
                raise


def _past(world: World, place: int, given: PastOrderGiven) -> dict[str, Any]:
    """A past order as the orders take it."""
    product = shop.find(world, given.sku)
    if product is None:
        raise UnknownProduct(f"There is no product “{given.sku}”.", field=f"orders.{place}.sku")
    return {
        **given.model_dump(),
        "title": product.title,
        "unit_price": product.price,
        "sold_by": product.sold_by,
        "depot": product.depot,
    }


def _book(world: World, marketplace: str, place: int, given: str | BookGiven) -> dict[str, Any]:
    """A book as the library takes it, its title as its marketplace writes it."""
    asked = given if isinstance(given, BookGiven) else BookGiven(sku=given)
    title = asked.title or shop.ebook_title(world, asked.sku, marketplace)
    if title is None:
        raise UnknownProduct(f"There is no e-book “{asked.sku}”.", field=f"books.{place}")
    return {**asked.model_dump(), "title": title}


def _tell(world: World, account: Account) -> dict[str, Any]:
    """All that is known of somebody, but the password."""
    return {
        **identity.facts(account),
        "email": account.email or None,
        "gift_balance": shop.balance(world, account.id, "gift"),
        "points": shop.balance(world, account.id, "points"),
        "address": orders.destination(world, account.id),
        "one_click": orders.is_on(world, account.id),
        "books": [
            {"sku": book.sku, "downloaded": book.downloaded_at is not None}
            for book in kindle.library(world, account.id)
        ],
        "orders": [
            {
                "number": order.number,
                "sku": order.lines[0].sku,
                "quantity": order.lines[0].quantity,
                "state": order.state,
                "payment": order.payment,
                "placed_at": order.placed_at,
            }
            for order in orders.orders_of(world, account.id)
        ],
        "consolidation": "refused" if kindle.is_barred(world, account.id) else None,
        "seller": selling.facts(world, account.id),
        "publisher": {
            "books": [book.title for book in publishing.bookshelf(world, account.id)],
            "on_sale": [
                {"sku": book.sku, "title": book.title, "price": book.price}
                for book in publishing.on_sale(world, account.id)
            ],
            "posts": [post.title for post in publishing.posts(world, account.id)],
        },
    }
