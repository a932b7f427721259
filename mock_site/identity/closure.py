"""Closing an account for good: what that loses, and what stays of it.

What stays is what tells a closed account from one that never was (S-13, C-07): its row with the address (or the number
that it signed in by), the hash of its password, and when it was made and closed. Name, reading, birthday and the rest
are emptied. The other areas hear `account.closed` and erase or detach what is theirs; what accounting needs, the
orders and the ledger, stays without the person. Mails that arrived lie in the person's own mailbox, which is no
part of the shop.
"""

from dataclasses import dataclass

from sqlalchemy import delete

from mock_site.identity import visits
from mock_site.identity.models import Account, Address, KnownPlace, MailLink, Passcode, PastPassword, WrongTry
from mock_site.pocket import service as pocket
from mock_site.problems import NotFound
from mock_site.seam import rule
from mock_site.wording import moment
from mock_site.worlds import World, on

KINDS = (
    "orders",
    "refunds",
    "ebooks",
    "drafts",
    "seller",
    "prime",
    "kindle-unlimited",
    "receipts",
    "newsletters",
    "gift",
    "points",
)
"""What can be lost, in the order in which it is told (C-01)."""


@dataclass(frozen=True)
class Loss:
    """One kind of thing that closing loses: in a line, and by the piece where there are pieces."""

    kind: str
    title: str
    details: tuple[str, ...] = ()


@rule
def losses(world: World, account_id: int) -> list[Loss]:
    """List what closing would lose, gathered from the account's real state in all areas (C-01)."""
    told: list[Loss] = [loss for losses in world.ask("account.losses", account=account_id) for loss in losses]
    return sorted(told, key=lambda loss: KINDS.index(loss.kind))


@rule
def close(world: World, account_id: int) -> None:
    """Close an account at once: sessions end on every site, the person's data goes, a mail confirms it (C-04, C-05).

    Closing a closed account changes nothing.
    """
    account = world.db.get(Account, account_id)
    if account is None:
        raise NotFound("このアカウントは見つかりません。")
    if account.closed_at is not None:
        return
    lost = losses(world, account_id)
    account.closed_at = world.now
    visits.end_all(world, account_id)
    world.tell("account.closed", account=account_id)
    _forget(world, account)
    if account.email:
        pocket.send_mail(
            world,
            topic="account-closed",
            to=account.email,
            letter=f"identity/mail/{'com_' if account.marketplace == 'com' else ''}closed.txt",
            lost=lost,
            at=world.now,
        )
    elif account.phone:
        text = f"アカウント閉鎖のお知らせ：{moment(world.now)}にMihonyaアカウントを閉じました。"
        pocket.send_sms(world, topic="account-closed", to=account.phone, text=text)


@on("account.losses")
@rule
def memberships(world: World, account: int) -> list[Loss]:
    """What the account itself would lose: Prime, Kindle Unlimited, the newsletters."""
    found = world.db.get_one(Account, account)
    has = (
        (found.prime, Loss("prime", "プライム会員の特典")),
        (found.kindle_unlimited, Loss("kindle-unlimited", "Kindle Unlimitedの読み放題")),
        (found.newsletters, Loss("newsletters", "メールマガジンの配信")),
    )
    return [loss for is_so, loss in has if is_so]


def _forget(world: World, account: Account) -> None:
    for table in (Address, KnownPlace, PastPassword, Passcode, MailLink):
        world.db.execute(delete(table).where(table.account_id == account.id))
    world.db.execute(delete(WrongTry).where(WrongTry.counted_against == f"account:{account.id}"))
    account.name = account.furigana = ""
    account.birthday = account.origin = account.two_step = account.totp_secret = None
    account.prime = account.kindle_unlimited = account.newsletters = False
    if account.signs_in_by != "phone":
        account.phone = None
    world.db.flush()
