"""Approving that an agent joins one's library with another: asked by mail of an address that is not the asker's own.

The one who asks is told the same whether or not there is an account with the address, and nothing changes unprompted.
"""

from datetime import timedelta
from typing import Literal

from mock_site.identity import service as identity
from mock_site.identity.service import Account, MailLink
from mock_site.kindle.consolidation import Outcome, Taken, link_by_agent
from mock_site.kindle.joined import link, linked
from mock_site.kindle.models import AgentBar
from mock_site.pocket import service as pocket
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.worlds import World

PURPOSE = "libraries"
LIFE = timedelta(hours=24)
MOST = 3
"""Links that an account is sent until one of them is used or lapses."""


@rule
def link_or_ask(world: World, com_account_id: int, jp_address: str) -> Outcome | Literal["asked"]:
    """Have an agent link libraries at once for the customer's own address; for another one, ask its owner (K-11)."""
    if linked(world, com_account_id) is not None:
        return "already"
    if identity.email_key(jp_address.strip()) == identity.account(world, com_account_id).email_key:
        return link_by_agent(world, com_account_id, jp_address)
    ask_owner(world, com_account_id, jp_address)
    return "asked"


@rule
def ask_owner(world: World, com_account_id: int, jp_address: str) -> None:
    """Mail the owner of a Japanese account a link that joins its library with one of `com`, if there is an owner.

    Nobody is asked whose library is joined already, who took an agent's link back, or who was asked `MOST` times.
    """
    for owner in identity.known_by(world, "email", jp_address.strip(), marketplace="jp"):
        if owner.closed_at is None and _may_be_asked(world, owner):
            _ask(world, com_account_id, owner)


@rule
def look(world: World, jp_account_id: int, token: str) -> tuple[MailLink, Account]:
    """Find the link that this person was sent, and whose library it is about; refuses one that is good no longer."""
    found, owner = identity.look_at_link(world, token, PURPOSE)
    if owner.id != jp_account_id:
        raise NotFound("このリンクは、サインイン中のアカウントのものではありません。")
    asker = identity.account(world, found.data["com"])
    if asker.closed_at is not None or linked(world, asker.id) is not None or linked(world, owner.id) is not None:
        raise Taken
    return found, asker


@rule
def approve(world: World, jp_account_id: int, token: str) -> None:
    """Join the libraries, as the owner approves of it; the link shows after signing in again (K-11)."""
    found, asker = look(world, jp_account_id, token)
    identity.use_up_link(world, found)
    identity.void_links(world, jp_account_id, PURPOSE)
    link(world, asker.id, jp_account_id, how="agent")


@rule
def decline(world: World, jp_account_id: int, token: str) -> None:
    """Let the link be good no longer; nothing else changes."""
    found, _ = look(world, jp_account_id, token)
    identity.use_up_link(world, found)


def _may_be_asked(world: World, owner: Account) -> bool:
    return (
        linked(world, owner.id) is None
        and world.db.get(AgentBar, owner.id) is None
        and len(identity.open_links(world, owner.id, PURPOSE)) < MOST
    )


def _ask(world: World, com_account_id: int, owner: Account) -> None:
    made = identity.make_link(world, owner, PURPOSE, LIFE, com=com_account_id)
    asker = identity.account(world, com_account_id)
    pocket.send_mail(
        world,
        topic="libraries-consolidated",
        to=owner.email,
        letter="kindle/mail/approval.txt",
        account_id=owner.id,
        links=[pocket.Link("内容を確認する", "store", f"/account/kindle/approval/{made.token}")],
        name=owner.name,
        asker=asker.name,
        expires_at=made.expires_at,
    )
