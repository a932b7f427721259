"""One-time codes: sending them, checking them, and the ways in for a lost phone (S-11, S-12)."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select

from mock_site.identity import links
from mock_site.identity import rules_codes as rules
from mock_site.identity.models import Account, MailLink, Passcode, RecoveryCode, WrongTry
from mock_site.pocket import service as pocket
from mock_site.problems import Conflict
from mock_site.seam import rule
from mock_site.worlds import World, on

CALLER = "Mihonya 自動音声"
WRONG = (
    "コードが正しくありません。以前の操作のためにお送りしたコードですと、この画面では使用できません。"
    "この画面のために最後にお送りしたコードを入力してください。"
)
"""The one answer to any code that is not this attempt's."""
WRONG_EN = "The code is wrong, or was sent for something else. Enter the last code that was sent for this page."


def attempt(world: World) -> str:
    """Draw the token that binds codes to the sign-in, or the change, that asks for them."""
    return f"{world.random('attempt').getrandbits(160):040x}"


def sent_in(world: World, attempt: str) -> list[Passcode]:
    """The codes that were sent in an attempt, oldest first; those of an app are not sent."""
    wanted = select(Passcode).where(Passcode.attempt == attempt, Passcode.channel.in_(("sms", "voice")))
    return list(world.db.scalars(wanted.order_by(Passcode.id)))


@rule
def send(world: World, account: Account, *, attempt: str, purpose: str, channel: str, to: str) -> Passcode:
    """Send a new code to a number as a text message (`sms`) or by a voice call (`voice`)."""
    rules.check_lock(_wrong(world, account), world.now)
    rules.check_resend([code.sent_at for code in sent_in(world, attempt)], world.now)
    rules.check_sent(_sent_to(world, account), world.now)
    for earlier in sent_in(world, attempt):
        earlier.expires_at = min(earlier.expires_at, world.now - timedelta(seconds=1))
    code = Passcode(
        account_id=account.id,
        attempt=attempt,
        purpose=purpose,
        channel=channel,
        code=f"{world.random('passcode').randrange(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}",
        sent_at=world.now,
        expires_at=world.now + rules.CODE_LIFE,
        used_at=None,
    )
    world.db.add(code)
    world.db.flush()
    _deliver(world, account, code, to)
    return code


def _sent_to(world: World, account: Account) -> list[datetime]:
    wanted = Passcode.account_id == account.id, Passcode.channel.in_(("sms", "voice"))
    return list(world.db.scalars(select(Passcode.sent_at).where(*wanted)))


@rule
def check(
    world: World, account: Account, typed: str, *, attempt: str, secret: str | None = None, once_more: bool = False
) -> None:
    """Take a code, once: one that was sent in this attempt, or with a `secret` the authenticator app's.

    A wrong one counts towards the lock. With `once_more` the same attempt's code is taken a second time: for a form
    that was sent twice, whose sender gets no more by it than by the first.
    """
    rules.check_lock(_wrong(world, account), world.now)
    digits = rules.code(typed)
    try:
        if secret is None:
            _take_sent(world, account, attempt, digits, once_more=once_more)
        else:
            _take_shown(world, account, attempt, digits, secret, once_more=once_more)
    except rules.BadCode as problem:
        _count_wrong(world, account, problem)
        raise
    world.db.execute(delete(WrongTry).where(*_counted(account)))


@rule
def give_recovery_codes(world: World, account: Account) -> list[str]:
    """Draw new recovery codes, in place of any from before; they are told this once and kept as hashes."""
    world.db.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    draw = world.random("recovery-codes")
    codes = ["".join(draw.choices(rules.RECOVERY_LETTERS, k=10)) for _ in range(rules.RECOVERY_CODES)]
    for code in codes:
        world.db.add(RecoveryCode(account_id=account.id, code_hash=_hash(account, code), used_at=None))
    world.db.flush()
    world.tell("account.recovery-codes-renewed", account=account.id)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def recovery_codes_left(world: World, account: Account) -> int:
    """How many recovery codes were not used yet."""
    wanted = select(RecoveryCode).where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    return len(world.db.scalars(wanted).all())


@rule
def take_recovery_code(world: World, account: Account, typed: str) -> None:
    """Take one of the recovery codes, once, in place of a code from the phone."""
    rules.check_lock(_wrong(world, account), world.now)
    plain = rules.recovery_code(typed)
    wanted = select(RecoveryCode).where(
        RecoveryCode.account_id == account.id, RecoveryCode.code_hash == _hash(account, plain)
    )
    found = world.db.scalars(wanted).first()
    if found is None or found.used_at is not None:
        problem = rules.BadCode(
            "このリカバリーコードはすでに使用されています。別のコードを入力してください。"
            if found
            else "リカバリーコードが正しくありません。",
            field="code",
            en="That recovery code was used already. Enter another one."
            if found
            else "That is not one of your recovery codes. Check it, and enter it again.",
        )
        _count_wrong(world, account, problem)
        raise problem
    found.used_at = world.now
    world.db.flush()


@rule
def ask_recovery(world: World, account: Account, site: str) -> MailLink:
    """Ask by mail to let a lost phone go: possible 24 hours later, so that a thief's asking can be stopped."""
    waiting = links.open_ones(world, account.id, "two-step")
    if waiting:
        return waiting[-1]
    ready_at = world.now + rules.RECOVERY_WAIT
    link = links.make(world, account, "two-step", rules.RECOVERY_LIFE, ready_at=ready_at.isoformat())
    pocket.send_mail(
        world,
        topic="two-step-recovery",
        to=account.email,
        letter="identity/mail/two_step_recovery.txt",
        links=[pocket.Link("2段階認証の解除に進む・取り消す", site, f"/signin/recover/{link.token}")],
        name=account.name,
        ready_at=ready_at,
        expires_at=link.expires_at,
    )
    return link


def recovery(world: World, link: MailLink) -> dict[str, Any]:
    """When a lost phone can be let go by a link: `ready_at`, whether it `is_ready`, and until when."""
    ready_at = datetime.fromisoformat(link.data["ready_at"])
    return {"ready_at": ready_at, "is_ready": world.now >= ready_at, "expires_at": link.expires_at}


@on("account.closed")
@rule
def forget_codes(world: World, account: int) -> None:
    """Let a closed account's recovery codes go."""
    world.db.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account))


@rule
def recover(world: World, token: str) -> Account:
    """Let the lost phone go, once the 24 hours have passed: the next sign-in on KDP sets two-step up anew."""
    link, account = links.look(world, token, "two-step")
    if not recovery(world, link)["is_ready"]:
        raise Conflict("お申し込みから24時間が過ぎるまで、解除できません。過ぎてから、もう一度お試しください。")
    links.use_up(world, link)
    forget(world, account)
    return account


@rule
def forget(world: World, account: Account) -> None:
    """Take two-step verification off an account, and tell its owner by mail."""
    account.two_step = account.totp_secret = None
    world.db.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    links.void(world, account.id, "two-step")
    tell_change(world, account, "2段階認証が解除されました。KDPでは、次のサインインの際に設定していただきます。")


def tell_change(world: World, account: Account, what: str) -> None:
    """Write to an account's owner, where mail reaches it, that something about its security was changed."""
    if not account.email:
        return
    pocket.send_mail(
        world,
        topic="security-notice",
        to=account.email,
        account_id=account.id,
        letter="identity/mail/security_notice.txt",
        name=account.name,
        what=what,
        at=world.now,
    )


def _deliver(world: World, account: Account, code: Passcode, to: str) -> None:
    facts: dict[str, Any] = {
        "topic": "approval" if code.purpose == "email" else "code",
        "to": to,
        "account_id": account.id,
    }
    if code.channel == "sms":
        minutes = int(rules.CODE_LIFE.total_seconds()) // 60
        text = f"{code.code} がMihonyaの確認コードです。{minutes}分間有効です。だれにも教えないでください。"
        pocket.send_sms(world, text=text, **facts)
        return
    spoken = "、".join(code.code)
    lines = ["Mihonyaです。確認コードをお知らせします。", f"{spoken}。", f"くり返します。{spoken}。"]
    pocket.call(world, caller=CALLER, lines=lines, **facts)


def _take_sent(world: World, account: Account, attempt: str, digits: str, *, once_more: bool) -> None:
    """Take a code that was sent in this attempt; why one is refused is told of codes that are worth nothing any more.

    A code that another attempt still waits for is refused in the words for any wrong one: nobody learns by guessing
    that it was sent (S-12).
    """
    wanted = select(Passcode).where(
        Passcode.account_id == account.id, Passcode.code == digits, Passcode.channel.in_(("sms", "voice"))
    )
    found = list(world.db.scalars(wanted.order_by(Passcode.id.desc())))
    code = next((code for code in found if code.attempt == attempt), found[0] if found else None)
    if code is None:
        raise rules.BadCode(WRONG, field="code", en=WRONG_EN)
    if rules.is_over(code.expires_at, world.now):
        raise rules.BadCode(
            "このコードの有効期限が切れています。コードを再送信してください。",
            field="code",
            en="That code has expired. Please have a new one sent.",
        )
    if code.attempt != attempt:
        raise rules.BadCode(WRONG, field="code", en=WRONG_EN)
    if code.used_at is not None and not once_more:
        raise rules.BadCode(
            "このコードはすでに使用されています。コードを再送信してください。",
            field="code",
            en="That code was used already. Please have a new one sent.",
        )
    code.used_at = code.used_at or world.now
    world.db.flush()


def _take_shown(world: World, account: Account, attempt: str, digits: str, secret: str, *, once_more: bool) -> None:
    """Take the code that an authenticator app shows now, or showed in the 30 seconds before."""
    window = rules.window_of(secret, digits, world.now)
    if window is None:
        raise rules.BadCode(
            "コードが正しくないか、古くなっています。認証アプリに今表示されているコードを入力してください。",
            field="code",
            en="The code is wrong or too old. Enter the one that your authenticator app shows now.",
        )
    wanted = select(Passcode).where(
        Passcode.account_id == account.id, Passcode.channel == "totp", Passcode.code == f"{secret[-4:]}/{window}"
    )
    used = world.db.scalars(wanted).first()
    if used is not None and not (once_more and used.attempt == attempt):
        raise rules.BadCode(
            "このコードはすでに使用されています。認証アプリに次のコードが表示されるまでお待ちください。",
            field="code",
            en="That code was used already. Please wait until your authenticator app shows the next one.",
        )
    if used is None:
        _note_used(world, account, attempt, f"{secret[-4:]}/{window}")


def _note_used(world: World, account: Account, attempt: str, code: str) -> None:
    now = world.now
    world.db.add(
        Passcode(
            account_id=account.id,
            attempt=attempt,
            purpose="sign-in",
            channel="totp",
            code=code,
            sent_at=now,
            expires_at=now,
            used_at=now,
        )
    )
    world.db.flush()


def _count_wrong(world: World, account: Account, problem: rules.BadCode) -> None:
    """Count a wrong code, and add to its refusal how many tries are left."""
    world.db.add(WrongTry(kind="code", counted_against=f"account:{account.id}", at=world.now))
    world.db.flush()
    left = rules.tries_left(_wrong(world, account), world.now)
    minutes = int(rules.LOCKED_FOR.total_seconds()) // 60
    problem.message += (
        f"（あと{left}回まちがえると、{minutes}分間入力できなくなります。）"
        if left
        else f"誤ったコードが続いたため、{minutes}分間、コードの入力を停止します。"
    )
    english = f"{left} more wrong ones, and none is taken" if left else "As they were wrong so often, none is taken"
    problem.en = f"{problem.en} {english} for {minutes} minutes."


def _wrong(world: World, account: Account) -> list[Any]:
    return list(world.db.scalars(select(WrongTry.at).where(*_counted(account)).order_by(WrongTry.at)))


def _counted(account: Account) -> list[ColumnElement[bool]]:
    return [WrongTry.kind == "code", WrongTry.counted_against == f"account:{account.id}"]


def _hash(account: Account, code: str) -> str:
    return hashlib.sha256(f"{account.id}/{code}".encode()).hexdigest()
