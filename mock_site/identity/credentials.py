"""Changing what one signs in by: the address and the password (A-03 to A-08, S-10)."""

from dataclasses import asdict, dataclass
from typing import Any

from werkzeug.security import check_password_hash

from mock_site.identity import accounts, keys, links, passwords, rules, rules_codes, signing, strength, two_step, visits
from mock_site.identity.models import Account, MailLink
from mock_site.identity.strength import Strength
from mock_site.pocket import service as pocket
from mock_site.problems import Conflict, NotFound, Problem
from mock_site.seam import rule
from mock_site.worlds import World


class PasswordTooShortForThis(Conflict):
    """The account has a password of the time before six characters were asked for (A-05)."""

    title = "先にパスワードを変更してください"


class HadBefore(Problem):
    """The account has this password, or had it (A-06)."""

    status = 422
    title = "このパスワードは使用できません"


class WeakPassword(Problem):
    """The password can be taken, but its owner is warned first (A-07)."""

    status = 422
    title = "推測されやすいパスワードです"

    def __init__(self, strength: Strength) -> None:
        super().__init__(
            "別のパスワードをおすすめします。このまま使う場合は、もう一度入力して「このパスワードを使う」を押してください。",
            field="password",
        )
        self.strength = strength


@dataclass(frozen=True)
class EmailChange:
    """A change of address that waits for its approval; until then the old one holds (A-03)."""

    email: str
    attempt: str
    by: str
    """`sms` for a code, `mail` for a link."""
    sealed_with: str

    def kept(self) -> dict[str, Any]:
        """This as JSON, for the session."""
        return asdict(self)


@rule
def ask_email(world: World, account: Account, typed: str, site: str) -> EmailChange:
    """Begin a change of address: a code by text message where the account has that, else a link to the new mailbox.

    The answer is the same for an address that another account has; its mailbox alone is told, and approves nothing.
    """
    if account.short_password:
        raise PasswordTooShortForThis(
            f"お使いのパスワードは{rules.PASSWORD_LEAST}文字未満です。Eメールアドレスを変更する前に、"
            f"{rules.PASSWORD_LEAST}文字以上のパスワードに変更してください。",
            field="email",
        )
    email = rules.email(typed)
    _check_new(account, email)
    by = "sms" if account.two_step == "sms" and account.phone else "mail"
    change = EmailChange(email, two_step.attempt(world), by, account.password_hash)
    if by == "sms":
        send_code(world, account, change)
    elif _is_free(world, account, email):
        _send_link(world, account, email, site)
    else:
        _tell_taken(world, email)
    return change


@rule
def send_code(world: World, account: Account, change: EmailChange) -> None:
    """Send a code for a change of address."""
    to = account.phone or ""
    two_step.send(world, account, attempt=change.attempt, purpose="email", channel="sms", to=to)


@rule
def approve_by_code(world: World, account: Account, change: EmailChange, typed: str) -> None:
    """Complete a change of address by the code that came."""
    if change.sealed_with != account.password_hash:
        raise rules_codes.BadLink("パスワードが変更されたため、この手続きは終了しました。やり直してください。")
    two_step.check(world, account, typed, attempt=change.attempt)
    _move(world, account, change.email)


def link_for(world: World, account: Account, token: str) -> MailLink:
    """Find the link for a change of this person's address; another's is not found."""
    link, owner = links.look(world, token, "email")
    if owner is not account:
        raise NotFound("このリンクは、サインイン中のアカウントのものではありません。")
    return link


@rule
def approve_by_link(world: World, account: Account, token: str) -> None:
    """Complete a change of address by the link that came to the new mailbox."""
    link = link_for(world, account, token)
    links.use_up(world, link)
    _move(world, account, link.data["email"])


@rule
def change_password(
    world: World, account: Account, current: str | None, new: str, *, insists: bool, keep: str, origin: str
) -> None:
    """Change a password; the session whose token is `keep` goes on, all others end (A-04, A-08).

    `current` is `None` where the form does not ask for it, as it was typed just before (S-10).
    """
    if current is not None:
        _check_current(world, account, current, origin)
    _accept(world, account, new, insists=insists)
    visits.end_others(world, account.id, keep)


@rule
def set_new(world: World, account: Account, new: str, *, insists: bool) -> None:
    """Give an account a new password without the current one; all its sessions end."""
    _accept(world, account, new, insists=insists)
    visits.end_all(world, account.id)


def judge(account: Account, password: str) -> Strength:
    """Tell how strong a password is for this account (A-07)."""
    known = [account.name, account.furigana, account.email, account.email.partition("@")[0]]
    return strength.judge(password, birthday=account.birthday, phone=account.phone, known=known)


def personal(account: Account) -> dict[str, tuple[str, ...]]:
    """How the account's birthday and phone number are written in passwords, for the page that warns of them (A-07)."""
    birthday, phone = account.birthday, account.phone
    return {
        "birthday": strength.spellings_of_birthday(birthday) if birthday else (),
        "phone": strength.spellings_of_phone(phone) if phone else (),
    }


def _check_current(world: World, account: Account, current: str, origin: str) -> None:
    try:
        signing.confirm(world, account, current, origin=origin)
    except Problem as problem:
        problem.field, problem.title = "current", "パスワードを変更できませんでした"
        raise


def _accept(world: World, account: Account, new: str, *, insists: bool) -> None:
    rules.password(new)
    if passwords.had(world, account, new):
        raise HadBefore(
            "これまでに使用したことのあるパスワードは使用できません。新しいパスワードを入力してください。",
            field="password",
        )
    if _is_anothers(world, account, new):
        raise HadBefore("このパスワードは使用できません。別のパスワードを入力してください。", field="password")
    judged = judge(account, new)
    if judged.is_weak and not insists:
        raise WeakPassword(judged)
    passwords.set_password(world, account, new)
    account.short_password = False
    two_step.tell_change(world, account, "パスワードが変更されました。他の端末のサインインは終了しました。")


def _is_anothers(world: World, account: Account, new: str) -> bool:
    """Whether another open account with the address has this password, which alone tells them apart (S-02)."""
    beside = accounts.known_by(world, "email", account.email, marketplace=account.marketplace) if account.email else []
    others = [other for other in beside if other.closed_at is None and other is not account]
    return any(check_password_hash(other.password_hash, new) for other in others)


def _check_new(account: Account, email: str) -> None:
    """Refuse an address that is the account's own already."""
    if keys.email_key(email) == account.email_key:
        raise Problem("現在と同じEメールアドレスです。新しいアドレスを入力してください。", field="email")


def _is_free(world: World, account: Account, email: str) -> bool:
    """Whether no other open account of the marketplace has an address."""
    known = accounts.known_by(world, "email", email, marketplace=account.marketplace)
    return all(other.closed_at is not None or other is account for other in known)


def _tell_taken(world: World, email: str) -> None:
    """Write to an address that somebody wanted to change theirs to it, which an account has already."""
    pocket.send_mail(world, topic="email-approval", to=email, letter="identity/mail/email_taken.txt", email=email)


def _send_link(world: World, account: Account, email: str, site: str) -> None:
    links.void(world, account.id, "email")
    link = links.make(world, account, "email", rules_codes.APPROVAL_LIFE, email=email)
    pocket.send_mail(
        world,
        topic="email-approval",
        to=email,
        letter="identity/mail/email_approval.txt",
        links=[pocket.Link("Eメールアドレスの変更を確認する", site, f"/account/security/email/approve/{link.token}")],
        name=account.name,
        email=email,
        expires_at=link.expires_at,
    )


def _move(world: World, account: Account, email: str) -> None:
    """Let the new address hold, tell the old one, and let links that went there be good no longer (A-08)."""
    _check_new(account, email)
    if not _is_free(world, account, email):  # told only to who proved by a code or a link that it is in earnest
        _tell_taken(world, email)
        raise Problem("このEメールアドレスには変更できませんでした。別のアドレスでやり直してください。", field="code")
    old, account.email = account.email, email
    for purpose in ("email", "reset", "two-step"):
        links.void(world, account.id, purpose)
    if old:
        facts: dict[str, Any] = {
            "name": account.name,
            "old": old,
            "new": rules_codes.hidden_email(email),
            "at": world.now,
        }
        pocket.send_mail(world, topic="email-changed", to=old, letter="identity/mail/email_changed.txt", **facts)
    world.tell("email.changed", account=account.id)
