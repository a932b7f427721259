"""Keeping and comparing passwords: hashes only, and every one that an account ever had."""

import hashlib
from collections.abc import Sequence
from functools import cache

from sqlalchemy import select
from werkzeug.security import check_password_hash, generate_password_hash

from mock_site.identity import rules
from mock_site.identity.models import Account, PastPassword
from mock_site.seam import rule
from mock_site.worlds import DEMO, World

CHECKS_LEAST = 3
"""How many hashes a typed password is compared with, whoever has it."""
_LASTING = "scrypt"
_THROWN_AWAY = "pbkdf2:sha256:1"


def hashed(world: World, password: str) -> str:
    """A password's hash, costly where the data lasts."""
    return generate_password_hash(password, _method(world))


def seal(account: Account) -> str:
    """What tells the password that an account has now from any that it gets, for what must end with it."""
    return hashlib.sha256(account.password_hash.encode()).hexdigest()


@rule
def fitting(world: World, known: Sequence[Account], password: str) -> Account | None:
    """The first of these accounts that has this password.

    It takes the work of `CHECKS_LEAST` hashes at least, so that its time does not tell whether, or how often, an
    address is used (S-06); more accounts than that have hardly an address.
    """
    hashes = [account.password_hash for account in known]
    hashes += [_nobodys(_method(world))] * (CHECKS_LEAST - len(hashes))
    fits = [check_password_hash(kept, password) for kept in hashes]
    return next((account for account, fit in zip(known, fits, strict=False) if fit), None)


@rule
def set_password(world: World, account: Account, new: str) -> None:
    """Give an account a password of a good length, and remember it for good (A-06)."""
    account.password_hash = hashed(world, rules.password(new))
    account.short_password = False
    remember(world, account)
    world.tell("account.password-changed", account=account.id)


def remember(world: World, account: Account, password_hash: str | None = None) -> None:
    """Write down that an account has had this password, by default the one that it has."""
    kept = password_hash or account.password_hash
    world.db.add(PastPassword(account_id=account.id, password_hash=kept, set_at=world.now))
    world.db.flush()


@rule
def had(world: World, account: Account, password: str) -> bool:
    """Whether the account has this password or ever had it (A-06)."""
    past = world.db.scalars(select(PastPassword.password_hash).where(PastPassword.account_id == account.id))
    return any(check_password_hash(kept, password) for kept in {account.password_hash, *past})


def _method(world: World) -> str:
    return _LASTING if world.id == DEMO else _THROWN_AWAY


@cache
def _nobodys(method: str) -> str:
    return generate_password_hash("nobody's", method)
