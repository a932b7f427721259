"""A way in that waits for the code after the password: what it keeps, whose it is, and what is taken (S-11, S-12).

Each way in, the sign-in, the reading app and the consolidation of libraries, keeps in its browser's session what
`wait_for_code` gives it: `account`, `attempt` (a token of this way in alone), `since` (ISO) and `sealed_with` (it ends
with the password that was typed).
"""

from datetime import datetime
from typing import Any

from mock_site.identity import accounts, links, passwords, two_step
from mock_site.identity import rules_codes as rules
from mock_site.identity.models import Account
from mock_site.problems import Conflict
from mock_site.seam import rule
from mock_site.worlds import World

Kept = dict[str, Any]


@rule
def wait_for_code(world: World, account: Account) -> Kept:
    """Begin to wait for the code that `account` still has to type; returns what the browser is to keep."""
    return {
        "account": account.id,
        "attempt": two_step.attempt(world),
        "since": world.now.isoformat(),
        "sealed_with": passwords.seal(account),
    }


@rule
def who_waits(world: World, kept: Kept) -> Account | None:
    """Who waits, with or without two-step verification; nobody after a closure, or a change of password."""
    account = accounts.account(world, kept["account"])
    return None if account.closed_at is not None or kept.get("sealed_with") != passwords.seal(account) else account


@rule
def waited_too_long(world: World, kept: Kept) -> bool:
    """Whether it is too late for the code, counted from the password or from the last code that was sent."""
    sent = (code.sent_at for code in two_step.sent_in(world, kept["attempt"]))
    return rules.waited_too_long(max((datetime.fromisoformat(kept["since"]), *sent)), world.now)


@rule
def whose_code(world: World, kept: Kept | None) -> Account | None:
    """Whose code is waited for, if still anybody's: two-step verification may have been switched off meanwhile."""
    account = who_waits(world, kept) if kept else None
    if not kept or account is None or account.two_step is None or waited_too_long(world, kept):
        return None
    return account


@rule
def send_first_code(world: World, kept: Kept, account: Account) -> None:
    """Send the first code, once; an authenticator app shows its codes without being sent any."""
    if account.two_step in ("sms", "voice") and not two_step.sent_in(world, kept["attempt"]):
        _send(world, kept, account, account.two_step)


@rule
def send_code_again(world: World, kept: Kept, account: Account, channel: str) -> None:
    """Send a further code by the channel that is asked for, `sms` or `voice`."""
    if account.two_step not in ("sms", "voice"):
        raise Conflict(
            "コードは認証アプリに表示されます。お送りすることはできません。",
            en="Your authenticator app shows the code. None can be sent.",
        )
    _send(world, kept, account, "voice" if channel == "voice" else "sms")


def code_asked(world: World, kept: Kept, account: Account) -> dict[str, Any]:
    """What a page tells of the code: its `channel`, whether one was `sent`, and the number's end (`number`)."""
    sent = two_step.sent_in(world, kept["attempt"])
    number = rules.hidden_number(account.phone) if account.phone else ""
    return {"channel": sent[-1].channel if sent else account.two_step, "sent": bool(sent), "number": number}


@rule
def take_code(world: World, kept: Kept, account: Account, typed: str, *, once_more: bool = False) -> None:
    """Take the code; a lost phone that somebody asked to let go is none."""
    secret = account.totp_secret if account.two_step == "totp" else None
    two_step.check(world, account, typed, attempt=kept["attempt"], secret=secret, once_more=once_more)
    links.void(world, account.id, "two-step")


@rule
def take_recovery_code(world: World, account: Account, typed: str) -> int:
    """Take a recovery code in its place; returns how many are left."""
    two_step.take_recovery_code(world, account, typed)
    links.void(world, account.id, "two-step")
    return two_step.recovery_codes_left(world, account)


def _send(world: World, kept: Kept, account: Account, channel: str) -> None:
    to = account.phone or ""
    two_step.send(world, account, attempt=kept["attempt"], purpose="sign-in", channel=channel, to=to)
