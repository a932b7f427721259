"""Chats with the house's agents through Flask's test client, and who begins them."""

from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.identity.models import Account
from mock_site.orders import service as orders
from mock_site.pocket.models import Message
from mock_site.support.models import Case
from mock_site.worlds import World
from tests.site.shopping import Shopper, Site, wait
from tests.site.signing import Visitor, person, signed_in

LETTERS, TIDES = "灯台守の手紙", "雪の暗号"
ASK = "/contact/service?kind=kindle&content=mistaken"


def buyer(site: Site, *titles: str) -> tuple[Shopper, list[str]]:
    """Somebody at the store who ordered these e-books; returns the numbers of the orders, too."""
    person = site.shopper()
    with site.open(write=True) as world:
        account = newest(world)
        numbers = [
            orders.buy_ebook(world, account, sku=f"e-{place}", title=title, price=480, key=f"{place}").number
            for place, title in enumerate(titles)
        ]
    return person, numbers


def newest(world: World) -> int:
    """The account that was made last."""
    found = world.db.scalar(select(Account.id).order_by(Account.id.desc()).limit(1))
    assert found is not None
    return int(found)


def begin(person: Shopper, order: str) -> Shopper:
    """Begin the chat about an order from the contact page."""
    return person.get(ASK).post("/contact/chat/about/mistaken", order=order, asked="誤って注文したKindle本")


def say(person: Shopper, *texts: str) -> Shopper:
    """Answer the questions of the chat shown, one after the other."""
    for text in texts:
        person.post(person.path, say=text, turn=person.hidden("turn"))
    return person


def look_later(site: Site, person: Shopper, **span: float) -> Shopper:
    """Let time pass, and look at the page again."""
    wait(site, **span)
    return person.get(person.path)


def looked_up(site: Site, person: Shopper, title: str = LETTERS) -> Shopper:
    """Tell a title, confirm it, and wait for what the agent finds."""
    return look_later(site, say(person, title, "はい"), minutes=1)


def mails(world: World) -> list[Message]:
    """All mails."""
    return list(world.db.scalars(select(Message).order_by(Message.id)))


def case_of(site: Site) -> Case:
    """The newest case."""
    with site.open() as world:
        return world.db.scalars(select(Case).order_by(Case.id.desc())).first() or Case()


def overseas(site: Site) -> Visitor:
    """Somebody signed in at com."""
    return signed_in(site, person(site, "maya@example.com", marketplace="com", name="Maya Desai"), "com")


def address(site: Site) -> str:
    """The newest account's address."""
    with site.open() as world:
        return identity.account(world, newest(world)).email or ""
