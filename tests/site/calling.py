"""Asking for calls, the telephone that rings, and what the customer service keeps of them."""

from mock_site.faults import service as faults
from mock_site.pocket import phone
from mock_site.support.models import CallRequest, Case
from tests.site.shopping import Shopper, Site
from tests.site.signing import person, signed_in

NUMBER = "+819012345678"
MATTER = {"topic": "orders", "item": "status"}


def overseas(site: Site) -> Shopper:
    """Somebody at com, signed in."""
    return signed_in(site, person(site, "grace@example.com", marketplace="com", name="Grace"), "com")


def ask(person: Shopper, number: str = "090-1234-5678", **changed: str) -> Shopper:
    """Ask for a call."""
    return person.post("/contact/call/number", **{**MATTER, "number": number, **changed})


def crowd(site: Site, **parameters: str) -> None:
    """Have the lines crowded."""
    with site.open(write=True) as world:
        faults.set_fault(world, "crowded-lines", parameters)


def pick_up(site: Site, what: str = "answer") -> None:
    """Answer, decline or end the call on the telephone."""
    with site.open(write=True) as world:
        held = phone.phone(world, NUMBER)
        call = held.talking if what == "hang_up" else held.ringing
        assert call is not None
        getattr(phone, what)(world, NUMBER, call.id)


def reply(site: Site, *choices: str) -> str:
    """Say one thing after another on the telephone; returns what is heard then, a line each."""
    with site.open(write=True) as world:
        held = phone.phone(world, NUMBER).talking
        assert held is not None
        for choice in choices:
            phone.reply(world, NUMBER, held.id, choice, len(held.lines))
        return "\n".join(line["text"] for line in held.lines)


def rings(site: Site) -> bool:
    """Whether the telephone rings."""
    with site.open() as world:
        return phone.phone(world, NUMBER).ringing is not None


def the_case(site: Site) -> Case:
    """The only case there is."""
    with site.open() as world:
        (case,) = world.db.query(Case).all()
        return case


def requests(site: Site) -> list[CallRequest]:
    """All calls that were asked for."""
    with site.open() as world:
        return world.db.query(CallRequest).all()
