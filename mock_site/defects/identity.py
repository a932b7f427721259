"""Bugs of accounts, sign-ins and credentials."""

from collections.abc import Callable

from sqlalchemy import select
from werkzeug.security import check_password_hash

from mock_site.defects.catalogue import defect
from mock_site.identity import passwords, two_step, visits
from mock_site.identity.models import Account, Passcode
from mock_site.worlds import World


@defect(
    "A-06.a",
    passwords.had,
    title="Passwords of before are taken again",
    report="Changing my password, I typed one that I had two years ago, and it was accepted. "
    "Only the one that I have now is refused.",
)
def had(_: Callable[..., bool], world: World, account: Account, password: str) -> bool:
    """Compare with the present password alone, not with those of before."""
    return check_password_hash(account.password_hash, password)


@defect(
    "A-08.a",
    visits.end_others,
    title="Other browsers stay signed in after a change of password",
    report="My notebook was stolen, so I changed my password at once. Whoever has it is signed in there all the same, "
    "and sees my orders.",
)
def end_others(_: Callable[..., None], world: World, account_id: int, keep_token: str) -> None:
    """End no session."""


@defect(
    "S-12.a",
    two_step.check,
    title="The code of one sign-in lets in another",
    report="I began to sign in to KDP at two computers. The code that came first, for the one, was taken at the other, "
    "which had asked for a code of its own.",
)
def check(
    healthy: Callable[..., None],
    world: World,
    account: Account,
    typed: str,
    *,
    attempt: str,
    secret: str | None = None,
    once_more: bool = False,
) -> None:
    """Look for the code among all that the account was sent, in whatever sign-in."""
    mine = Passcode.account_id == account.id, Passcode.code == typed
    sent = select(Passcode.attempt).where(*mine).order_by(Passcode.id.desc())
    healthy(world, account, typed, attempt=world.db.scalar(sent) or attempt, secret=secret, once_more=once_more)
