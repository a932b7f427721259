"""Links sent by mail: made, looked up and used up."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from mock_site.identity import rules_codes as rules
from mock_site.identity.models import Account, MailLink
from mock_site.seam import rule
from mock_site.worlds import World


@rule
def make(world: World, account: Account | None, purpose: str, life: timedelta, **data: Any) -> MailLink:
    """Make a link for an account that is good once, for `life`, and as long as the password stays what it is."""
    token = f"{world.random('mail-link').getrandbits(160):040x}"
    link = MailLink(
        token=token,
        account_id=account and account.id,
        purpose=purpose,
        data={**data, "sealed_with": account.password_hash if account else ""},
        made_at=world.now,
        expires_at=world.now + life,
        used_at=None,
    )
    world.db.add(link)
    world.db.flush()
    return link


@rule
def look(world: World, token: str, purpose: str) -> tuple[MailLink, Account]:
    """Find a link that is still good, and whose it is; refuses others with the reason."""
    link = world.db.get(MailLink, token)
    account = None if link is None or link.account_id is None else world.db.get(Account, link.account_id)
    if link is None or account is None or link.purpose != purpose:
        raise rules.BadLink(
            "リンクが途中で切れているか、正しくありません。メールのリンクを、行末まで含めてもう一度開いてください。"
        )
    if link.used_at is not None and link.data.get("void"):
        raise rules.BadLink("このリンクは無効になりました。その後にお送りした新しいメールのリンクをご使用ください。")
    if link.used_at is not None:
        raise rules.BadLink(
            "このリンクはすでに使用されています。リンクは1回だけ使用できます。必要なときは、はじめからやり直してください。"
        )
    if account.closed_at is not None or link.data["sealed_with"] != account.password_hash:
        raise rules.BadLink(
            "このリンクをお送りした後にパスワードが変更されたため、使用できません。必要なときは、はじめからやり直してください。"
        )
    if rules.is_over(link.expires_at, world.now):
        raise rules.BadLink("このリンクの有効期限が切れています。お手数ですが、はじめからやり直してください。")
    return link, account


@rule
def use_up(world: World, link: MailLink) -> None:
    """Let a link be good no longer."""
    link.used_at = world.now
    world.db.flush()


@rule
def void(world: World, account_id: int, purpose: str) -> int:
    """Let an account's links of one purpose be good no longer; tells how many were."""
    still_good = open_ones(world, account_id, purpose)
    for link in still_good:
        link.used_at, link.data = world.now, {**link.data, "void": True}
    world.db.flush()
    return len(still_good)


def open_ones(world: World, account_id: int, purpose: str) -> list[MailLink]:
    """An account's links of one purpose that are neither used nor lapsed, oldest first."""
    wanted = select(MailLink).where(
        MailLink.account_id == account_id,
        MailLink.purpose == purpose,
        MailLink.used_at.is_(None),
        MailLink.expires_at >= world.now,
    )
    return list(world.db.scalars(wanted.order_by(MailLink.made_at, MailLink.token)))
