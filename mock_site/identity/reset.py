"""A forgotten password: asking for a link, and choosing a new password by it (S-07)."""

from datetime import datetime

from sqlalchemy import select

from mock_site.identity import accounts, credentials, keys, links, rules, rules_codes
from mock_site.identity.models import Account, MailLink
from mock_site.pocket import service as pocket
from mock_site.seam import rule
from mock_site.worlds import World


@rule
def ask(world: World, typed: str, site: str) -> str:
    """Write to an address how to reset its passwords, or that no account has it; tells only the address itself.

    One mail goes out either way, so that neither the answer nor its time gives away which it was. After five within
    the hour none does, and the answer stays the same.
    """
    email = rules.email(typed)
    if not rules_codes.resets_left(_asked(world, email), world.now):
        return email
    found = [account for account in accounts.known_by(world, "email", email) if account.closed_at is None]
    for account in found:
        links.void(world, account.id, "reset")
    asked = {"asked_by": keys.email_key(email)}
    shown = [_Way(account, links.make(world, account, "reset", rules_codes.RESET_LIFE)) for account in found]
    links.make(world, None, "reset", rules_codes.RESET_LIFE, **asked)
    pocket.send_mail(
        world,
        topic="password-reset",
        to=email,
        letter="identity/mail/password_reset.txt" if found else "identity/mail/password_reset_nobody.txt",
        links=[pocket.Link(way.label(of=len(shown)), site, f"/password/reset/{way.link.token}") for way in shown],
        email=email,
        names=[account.name for account in found],
        minutes=int(rules_codes.RESET_LIFE.total_seconds()) // 60,
    )
    return email


@rule
def choose(world: World, token: str, new: str, *, insists: bool) -> Account:
    """Take a new password by a link, which is used up by it; all sessions of the account end."""
    link, account = links.look(world, token, "reset")
    credentials.set_new(world, account, new, insists=insists)
    links.use_up(world, link)
    return account


def _asked(world: World, email: str) -> list[datetime]:
    """When mails to reset a password went to an address: each time one link is made that is nobody's."""
    by = MailLink.data["asked_by"].as_string() == keys.email_key(email)
    wanted = select(MailLink.made_at).where(MailLink.purpose == "reset", MailLink.account_id.is_(None), by)
    return list(world.db.scalars(wanted.where(MailLink.made_at > world.now - rules_codes.MOST_WITHIN)))


class _Way:
    """A link of the mail, and whose it is."""

    def __init__(self, account: Account, link: MailLink) -> None:
        self.account, self.link = account, link

    def label(self, of: int) -> str:
        """Its words; where several accounts have the address, they say which one it is."""
        if of == 1:
            return "新しいパスワードを設定する"
        made = self.account.created_at
        whose = f"{made.year}年{made.month}月{made.day}日に作成したアカウント（{self.account.name} 様）"
        return f"{whose}のパスワードを設定する"
