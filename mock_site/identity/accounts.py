"""Looking accounts and their addresses up, and telling of them."""

from typing import Any

from sqlalchemy import select

from mock_site.identity import keys, rules
from mock_site.identity.models import Account, Address
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.worlds import World


def account(world: World, account_id: int) -> Account:
    """Look an account up by its id."""
    found = world.db.get(Account, account_id)
    if found is None:
        raise NotFound("このアカウントは見つかりません。")
    return found


def known_by(world: World, kind: str, value: str, *, marketplace: str = "jp") -> list[Account]:
    """The accounts that sign in by that address or number: the open ones first, each oldest first (S-02)."""
    same = Account.email_key == keys.email_key(value) if kind == "email" else Account.phone == value
    wanted = select(Account).where(Account.marketplace == marketplace, Account.signs_in_by == kind, same)
    return list(world.db.scalars(wanted.order_by(Account.closed_at.is_not(None), Account.id)))


def everybody(world: World) -> list[Account]:
    """All accounts, in the order in which they were made."""
    return list(world.db.scalars(select(Account).order_by(Account.id)))


def facts(account: Account) -> dict[str, Any]:
    """An account as programs are told of it, without its secrets."""
    return {
        column.key: getattr(account, column.key)
        for column in Account.__table__.columns
        if not column.info.get("secret")
    }


def address(world: World, account_id: int) -> Address | None:
    """Where an account's parcels go, once that was entered."""
    return world.db.get(Address, account_id)


@rule
def set_address(world: World, account_id: int, **facts: str) -> Address:
    """Enter or change where an account's parcels go: name, postal_code, prefecture, street, phone."""
    kept = world.db.merge(Address(account_id=account_id, **rules.address(**facts)))
    world.db.flush()
    return kept
