"""Making accounts: at the store, on KDP, and once more with an address that was used before (S-02, C-06 to C-08)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mock_site.identity import accounts, closure, passwords, rules, signing
from mock_site.identity.models import Account
from mock_site.pocket import service as pocket
from mock_site.problems import Conflict, Problem
from mock_site.seam import rule
from mock_site.worlds import World


class EmailTaken(Conflict):
    """An open account has this address and this very password: nobody could tell the two apart."""

    title = "Eメールアドレスはすでに使用されています"


class ConsentNeeded(Problem):
    """An open account would be erased, and nobody has agreed to that (C-08)."""

    status = 422


@dataclass(frozen=True)
class Draft:
    """An account that is asked for and not made yet; of its password there is the hash alone."""

    email: str
    name: str
    furigana: str
    password_hash: str


@rule
def register(
    world: World,
    *,
    email: str,
    password: str,
    name: str,
    furigana: str | None = None,
    marketplace: str = "jp",
    phone: str | None = None,
    birthday: date | None = None,
    prime: bool = False,
    signs_in_by: str = "email",
    past_passwords: Sequence[str] = (),
    least: int = rules.PASSWORD_LEAST,
) -> Account:
    """Make an account; another one may have its address, but not its address and its password (S-02).

    One that signs in by its phone may have an empty `email`; `least` is shorter for an account from the past.
    """
    email = rules.email(email) if email or signs_in_by == "email" else ""
    value = email if signs_in_by == "email" else phone or ""
    known = accounts.known_by(world, signs_in_by, value, marketplace=marketplace)
    same = passwords.fitting(world, [a for a in known if a.closed_at is None], rules.password(password, least))
    if same is not None:
        raise EmailTaken("このEメールアドレスとパスワードのアカウントがすでにあります。", field="email")
    account = Account(
        marketplace=marketplace,
        email=email,
        password_hash=passwords.hashed(world, password),
        name=rules.name(name),
        furigana="" if furigana is None else rules.furigana(furigana),
        phone=phone,
        birthday=birthday,
        prime=prime,
        signs_in_by=signs_in_by,
        short_password=len(password) < rules.PASSWORD_LEAST,
    )
    return _enter(world, account, [passwords.hashed(world, past) for past in past_passwords])


@rule
def draft(world: World, *, email: str, password: str, name: str, furigana: str) -> Draft:
    """Check what somebody typed to register, and keep what an account needs of it."""
    plain = {"email": rules.email(email), "name": rules.name(name), "furigana": rules.furigana(furigana)}
    return Draft(password_hash=passwords.hashed(world, rules.password(password)), **plain)


@rule
def of_the_same(world: World, email: str, password: str, *, site: str, origin: str) -> Account | None:
    """The open account that has this address and this password already; a wrong one counts as at the sign-in.

    So a form that was sent twice finds what it made, and nobody can guess passwords by registering.
    """
    known = accounts.known_by(world, *rules.identifier(email))
    if all(account.closed_at is not None for account in known):
        return None
    try:
        return signing.sign_in(world, email, password, site=site, origin=origin)
    except (signing.WrongCredentials, signing.AccountClosed):
        return None


@rule
def is_used(world: World, email: str) -> bool:
    """Whether an account, open or closed, has or had the address (C-07)."""
    return bool(accounts.known_by(world, "email", email))


@rule
def still_open(world: World, email: str) -> int:
    """How many open accounts have the address: so many would be erased (C-08)."""
    return sum(account.closed_at is None for account in accounts.known_by(world, "email", email))


@rule
def make(world: World, asked: Draft) -> Account:
    """Make an account beside whatever else has its address, and write a welcome (S-02, C-06)."""
    made = _enter(world, Account(**_facts(asked)))
    pocket.send_mail(
        world,
        topic="registration",
        to=made.email,
        account_id=made.id,
        letter="identity/mail/welcome.txt",
        links=[pocket.Link("アカウントサービス", "store", "/account")],
        name=made.name,
        email=made.email,
    )
    return made


@rule
def make_anew(world: World, asked: Draft, *, consent: bool) -> Account:
    """Make a new, empty account with a used address; open ones of it are erased, with consent only (C-07, C-08)."""
    old = [account for account in accounts.known_by(world, "email", asked.email) if account.closed_at is None]
    if old and not consent:
        raise ConsentNeeded(
            "以前のアカウントのデータが消去されることをご確認のうえ、同意のチェックを入れてください。", field="consent"
        )
    for account in old:
        closure.close(world, account.id)
        world.tell("account.erased", account=account.id)
    return make(world, asked)


def _enter(world: World, account: Account, past: Sequence[str] = ()) -> Account:
    account.created_at = world.now
    world.db.add(account)
    world.db.flush()
    for kept in (*past, account.password_hash):
        passwords.remember(world, account, kept)
    world.tell("account.registered", account=account.id)
    return account


def _facts(asked: Draft) -> dict[str, Any]:
    return {**asked.__dict__, "marketplace": "jp", "signs_in_by": "email"}
