"""Signing in: which account an address and a password open, and what stands in the way."""

from datetime import datetime

from mock_site.identity import accounts, keys, passwords, rules, trying
from mock_site.identity.models import Account
from mock_site.problems import NotFound, Problem
from mock_site.seam import rule
from mock_site.worlds import World


class WrongCredentials(Problem):
    """No account has this address and this password; which of the two is wrong is not told (S-06)."""

    status = 401
    title = "サインインできませんでした"
    title_en = "You could not be signed in"


class AccountClosed(NotFound):
    """The password is right, but the account was closed (S-13)."""

    title = "このアカウントは閉鎖されています"
    title_en = "This account is closed"

    def __init__(self, *, told_by_mail: bool) -> None:
        told_by = "メール" if told_by_mail else "テキストメッセージ（SMS）"
        super().__init__(
            "このアカウントはお客様のお申し出により閉鎖されたため、サインインできません。"
            f"閉鎖の際にお送りした「アカウント閉鎖のお知らせ」の{told_by}をご確認ください。",
            en="This account was closed at its owner's request, so nobody can sign in to it. "
            f"See the {'email' if told_by_mail else 'text message'} that confirmed the closure.",
        )
        self.told_by_mail = told_by_mail


HINT = "大文字と小文字は区別されます。Caps LockとNum Lockの状態をご確認のうえ、もう一度入力してください。"
HINT_EN = "Capital and small letters differ: check Caps Lock and Num Lock, and enter it again."


@rule
def sign_in(world: World, identifier: str, password: str, *, site: str, origin: str) -> Account:
    """Find the open account that has this address or number and this password, at the site's marketplace (S-02).

    Wrong ones are counted against one account alone, so that they never lock another one out: the one that entered
    from the same place last, else the oldest open one. What is refused while that is locked counts against the place.
    """
    kind, value = rules.identifier(identifier)
    if not password:
        raise rules.BadPassword("パスワードを入力してください。", field="password", en="Enter your password.")
    _refuse_until(trying.origin_opens_at(world, origin))
    known = accounts.known_by(world, kind, value, marketplace=rules.MARKETPLACES[site])
    counted = _counted_against(trying.usual_first(world, known, origin), value)
    found = passwords.fitting(world, known, password)
    _refuse_while_locked(world, counted if found is None else _counted_against([found], value), origin)
    if found is None:
        trying.note(world, counted, f"origin:{origin}")
        raise _wrong(world, kind, counted, origin)
    trying.know(world, found, origin)
    return _entered(world, found)


@rule
def needs_code(world: World, account: Account, site: str) -> bool:  # noqa: ARG001 (a world's defect may want it)
    """Whether a code is asked for after the password: always on KDP, at the store if the person wants it (S-11)."""
    return site == "kdp" or account.two_step is not None


@rule
def confirm(world: World, account: Account, password: str, *, origin: str) -> None:
    """Check the password of somebody who is signed in; wrong ones count as at the sign-in (A-01, S-10)."""
    counted = f"account:{account.id}"
    _refuse_until(trying.origin_opens_at(world, origin))
    _refuse_while_locked(world, counted, origin)
    if passwords.fitting(world, [account], password) is None:
        trying.note(world, counted, f"origin:{origin}")
        raise WrongCredentials(f"パスワードが正しくありません。{HINT}", field="password")
    trying.forgive(world, counted)


def _entered(world: World, found: Account) -> Account:
    trying.forgive(world, f"account:{found.id}")
    if found.closed_at is not None:
        raise AccountClosed(told_by_mail=bool(found.email))
    return found


def _counted_against(known: list[Account], value: str) -> str:
    """Whom a wrong password is counted against: an address that nobody has is locked like any other."""
    return next((f"account:{a.id}" for a in known if a.closed_at is None), f"address:{keys.email_key(value)}")


def _refuse_while_locked(world: World, counted: str, origin: str) -> None:
    """Refuse a try, right or wrong, that comes too early; it counts against its place alone."""
    opens_at = trying.opens_at(world, counted)
    if opens_at is not None:
        trying.note(world, f"origin:{origin}")
        raise trying.TooManyTries(opens_at)


def _refuse_until(opens_at: datetime | None) -> None:
    if opens_at is not None:
        raise trying.TooManyTries(opens_at)


def _wrong(world: World, kind: str, counted: str, origin: str) -> Problem:
    """What a wrong password is answered with: told to wait, if it was one of many."""
    opens_at = trying.opens_at(world, counted) or trying.origin_opens_at(world, origin)
    typed = "Eメールアドレス" if kind == "email" else "携帯電話番号"
    wrong = f"{typed}またはパスワードが正しくありません。{HINT}"
    english = f"The {'email address' if kind == 'email' else 'mobile number'} or the password is wrong. {HINT_EN}"
    if opens_at is not None:
        wrong += f"間違いが続いているため、{trying.exactly(opens_at)}以降にお試しください。"
        english += f" As it was wrong several times, please try again after {trying.exactly_gmt(opens_at)}."
    return WrongCredentials(wrong, field="email", en=english)
