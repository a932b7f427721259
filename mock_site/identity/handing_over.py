"""Handing a browser over to a site, signed in: for people who test by hand, from a page of another host."""

from datetime import timedelta

from sqlalchemy import delete

from mock_site.identity import accounts, rules
from mock_site.identity.models import Account, HandOver
from mock_site.problems import Conflict, NotFound
from mock_site.worlds import World

LIFE = timedelta(minutes=1)
"""How long a token is good that nobody has used, by the world's clock."""
PATH = "/signin/by-hand/"
"""Where on its site a token is taken."""


class NotThere(Conflict):
    """This account does not sign in at this site, or at none any more."""

    title = "このアカウントではサインインできません"
    title_en = "Nobody can be signed in there"


class UsedUp(NotFound):
    """The token was used, is too old, or never was."""

    title = "このリンクではサインインできません"
    title_en = "This link signs nobody in"

    def __init__(self) -> None:
        super().__init__(
            "サインイン用のリンクは1回だけ、すぐに使用できます。Tadoruのページに戻り、もう一度ボタンを押してください。",
            en="A link for signing in works once, and at once. Go back to Tadoru's page, and press the button again.",
        )


def fits(account: Account, site: str) -> bool:
    """Whether an account can be signed in at a site."""
    return account.closed_at is None and rules.MARKETPLACES.get(site) == account.marketplace


def hand_over(world: World, account_id: int, site: str) -> str:
    """Make a path of a site that signs an account in there once; one that was made before is good no longer."""
    account = accounts.account(world, account_id)
    if not fits(account, site):
        raise NotThere(
            f"このアカウントは「{site}」では使用できません。",
            en=f"This account does not sign in at “{site}”: it is closed, or of the other marketplace.",
        )
    world.db.execute(delete(HandOver).where(HandOver.account_id == account_id, HandOver.site == site))
    token = f"{world.random('hand-over').getrandbits(160):040x}"
    world.db.add(HandOver(token=token, account_id=account_id, site=site, made_at=world.now))
    world.db.flush()
    return f"{PATH}{token}"


def receive(world: World, token: str, site: str) -> Account:
    """Take a token that was made for a site, once; returns whom to sign in."""
    kept = world.db.get(HandOver, token)
    if kept is None or kept.site != site or world.now - kept.made_at > LIFE:
        raise UsedUp
    account = accounts.account(world, kept.account_id)
    if not fits(account, site):
        raise UsedUp
    world.db.delete(kept)
    world.db.flush()
    return account
