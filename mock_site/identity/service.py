"""What can happen to accounts: registering, signing in, opening a session."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from werkzeug.security import check_password_hash, generate_password_hash

from mock_site.identity import rules
from mock_site.identity.models import Account, Address, WebSession
from mock_site.pocket import service as pocket
from mock_site.problems import Conflict, NotFound, Problem
from mock_site.seam import rule
from mock_site.worlds import DEMO, World

_LASTING = "scrypt"
_THROWN_AWAY = "pbkdf2:sha256:1"


class WrongCredentials(Problem):
    """No open account has this address and this password; which of the two is wrong is not told."""

    status = 401
    title = "サインインできませんでした"


class EmailTaken(Conflict):
    """Another open account has this address."""

    title = "Eメールアドレスはすでに使用されています"


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
) -> Account:
    """Make an account; refuses an address that an open account of the marketplace has already."""
    email = rules.email(email)
    if _with_email(world, marketplace, email):
        raise EmailTaken(
            "このEメールアドレスのアカウントがすでにあります。サインインするか、別のアドレスを入力してください。",
            field="email",
        )
    account = Account(
        marketplace=marketplace,
        email=email,
        password_hash=generate_password_hash(rules.password(password), _LASTING if world.id == DEMO else _THROWN_AWAY),
        name=rules.name(name),
        furigana="" if furigana is None else rules.furigana(furigana),
        phone=phone,
        birthday=birthday,
        prime=prime,
        created_at=world.now,
    )
    world.db.add(account)
    world.db.flush()
    world.tell("account.registered", account=account.id)
    return account


@rule
def sign_up(world: World, *, email: str, password: str, name: str, furigana: str) -> Account:
    """Make an account at the store and write a welcome; the same form, sent twice, makes one account."""
    present = _known(world, "jp", email, password)
    if present is not None:
        return present
    made = register(world, email=email, password=password, name=name, furigana=furigana)
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
def sign_in(world: World, email: str, password: str, *, marketplace: str = "jp") -> Account:
    """Find the account that has this address and this password."""
    found = _known(world, marketplace, email, password)
    if found is not None:
        return found
    raise WrongCredentials("Eメールアドレスまたはパスワードが正しくありません。", field="email")


def account(world: World, account_id: int) -> Account:
    """Look an account up by its id."""
    found = world.db.get(Account, account_id)
    if found is None:
        raise NotFound("このアカウントは見つかりません。")
    return found


def address(world: World, account_id: int) -> Address | None:
    """Where an account's parcels go, once that was entered."""
    return world.db.get(Address, account_id)


@rule
def set_address(world: World, account_id: int, **facts: str) -> Address:
    """Enter or change where an account's parcels go: name, postal_code, prefecture, street, phone."""
    kept = world.db.merge(Address(account_id=account_id, **rules.address(**facts)))
    world.db.flush()
    return kept


def draft_session(world: World, site: str) -> WebSession:
    """Draw the tokens of a browser's new session; it is kept once it is added to the world."""
    token, csrf = (f"{world.random(stream).getrandbits(160):040x}" for stream in ("session", "csrf"))
    return WebSession(
        token=token, site=site, account_id=None, data={"csrf_token": csrf}, created_at=world.now, seen_at=world.now
    )


def open_session(world: World, account_id: int, site: str) -> WebSession:
    """Sign an account in at a site without walking the sign-in."""
    session = draft_session(world, site)
    session.account_id = account(world, account_id).id
    session.data = {**session.data, "account": session.account_id}
    world.db.add(session)
    return session


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


def _known(world: World, marketplace: str, email: str, password: str) -> Account | None:
    """The account of a marketplace that has this address and this password."""
    try:
        candidates = _with_email(world, marketplace, rules.email(email))
    except rules.BadEmail:
        return None
    return next((a for a in candidates if check_password_hash(a.password_hash, password)), None)


def _with_email(world: World, marketplace: str, email: str) -> list[Account]:
    """The open accounts of a marketplace with that address, oldest first."""
    wanted = select(Account).where(Account.marketplace == marketplace, func.lower(Account.email) == email.lower())
    return list(world.db.scalars(wanted.order_by(Account.id)))
