"""Wrong passwords: counted against the account, or the address that nobody has, and where they come from."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, select

from mock_site import wording
from mock_site.identity import rules
from mock_site.identity.models import Account, KnownPlace, WrongTry
from mock_site.problems import Problem
from mock_site.seam import rule
from mock_site.worlds import World

FORGOTTEN_AFTER = rules.WRONG_WINDOW + rules.LOCKED_FOR
"""After how long a wrong try can matter no more."""


class TooManyTries(Problem):
    """Wrong passwords came so often that nothing is tried before `opens_at`."""

    status = 429
    title = "しばらくお待ちください"
    title_en = "Please wait a while"

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(
            "パスワードの間違いが続いたため、サインインを一時的に受け付けていません。"
            f"{exactly(opens_at)}以降に、もう一度お試しください。",
            en="Sign-in is closed for a while, as the password was wrong too often. "
            f"Please try again after {exactly_gmt(opens_at)}.",
        )
        self.opens_at = opens_at


@rule
def opens_at(world: World, counted_against: str, most: int = rules.WRONG_MOST) -> datetime | None:
    """When the next try is taken, `None` for at once; an origin (`most` its own) is never slowed down, only locked."""
    wrong = _wrong(world, counted_against)
    ends = [rules.locked_until(wrong, most)]
    if most == rules.WRONG_MOST:
        ends.append(rules.delayed_until(wrong, world.now))
    return max((end for end in ends if end is not None and end > world.now), default=None)


def origin_opens_at(world: World, origin: str) -> datetime | None:
    """When the next try from there is taken, `None` for at once."""
    return opens_at(world, f"origin:{origin}", rules.WRONG_MOST_FROM_ORIGIN)


def note(world: World, *counted_against: str) -> None:
    """Count a wrong password, and forget those that are long past."""
    world.db.execute(delete(WrongTry).where(WrongTry.at < world.now - FORGOTTEN_AFTER))
    world.db.add_all(WrongTry(kind="password", counted_against=key, at=world.now) for key in counted_against)
    world.db.flush()


def forgive(world: World, counted_against: str) -> None:
    """Forget an account's wrong passwords, as the right one came."""
    mine = WrongTry.kind == "password", WrongTry.counted_against == counted_against
    world.db.execute(delete(WrongTry).where(*mine))


def usual_first(world: World, known: Sequence[Account], origin: str) -> list[Account]:
    """These accounts, with the one in front that entered last from there: its owner is who types there (S-02)."""
    ids = [account.id for account in known]
    wanted = select(KnownPlace.account_id).where(KnownPlace.account_id.in_(ids), KnownPlace.origin == origin)
    usual = world.db.scalars(wanted.order_by(KnownPlace.at.desc(), KnownPlace.account_id)).first()
    return sorted(known, key=lambda account: account.id != usual)


def know(world: World, account: Account, origin: str) -> None:
    """Remember that an account was entered from there."""
    world.db.merge(KnownPlace(account_id=account.id, origin=origin, at=world.now))
    world.db.flush()


def exactly(at: datetime) -> str:
    """`2026年6月1日(月) 10:15:05`: to the second, as a wait may be short."""
    return f"{wording.day(at)} {at:%H:%M:%S}"


def exactly_gmt(at: datetime) -> str:
    """`June 1, 2026, 01:15:05 GMT`: to the second, for the English site."""
    return f"{wording.date_gmt(at)}, {at.astimezone(UTC):%H:%M:%S} GMT"


def _wrong(world: World, counted_against: str) -> list[datetime]:
    wanted = select(WrongTry.at).where(WrongTry.kind == "password", WrongTry.counted_against == counted_against)
    return list(world.db.scalars(wanted.order_by(WrongTry.at, WrongTry.id)))
