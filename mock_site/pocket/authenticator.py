"""The authenticator app of a telephone: accounts in it, and the codes that they show by the world's clock."""

from dataclasses import dataclass

from sqlalchemy import select

from mock_site.pocket import rules_phone as rules
from mock_site.pocket.models import Authenticator
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.worlds import World


@dataclass(frozen=True)
class Shown:
    """An account in the app, and its code of now."""

    id: int
    label: str
    code: str


@rule
def add(world: World, number: str, label: str, typed: str) -> Authenticator:
    """Add an account by its label and Base32 secret, or by its `otpauth://` address; the same one only once."""
    new = rules.entry(label, typed)
    same = select(Authenticator).where(
        Authenticator.number == number, Authenticator.label == new.label, Authenticator.secret == new.secret
    )
    if (known := world.db.scalar(same)) is not None:
        return known
    added = Authenticator(number=number, label=new.label, secret=new.secret, added_at=world.now)
    world.db.add(added)
    world.db.flush()
    return added


@rule
def shown(world: World, number: str) -> list[Shown]:
    """List a telephone's accounts in the order in which they were added, each with its code of now."""
    mine = select(Authenticator).where(Authenticator.number == number).order_by(Authenticator.id)
    return [Shown(one.id, one.label, rules.code(one.secret, world.now)) for one in world.db.scalars(mine)]


def find(world: World, number: str, entry: int) -> Authenticator:
    """Look an account of the app up; another telephone's is not found."""
    found = world.db.get(Authenticator, entry)
    if found is None or found.number != number:
        raise NotFound("このアカウントは認証アプリにありません。")
    return found


def remove(world: World, number: str, entry: int) -> None:
    """Take an account out of the app; does nothing if it is out already."""
    found = world.db.get(Authenticator, entry)
    if found is not None and found.number == number:
        world.db.delete(found)
        world.db.flush()
