"""Setting up, changing and switching off two-step verification, and the mobile number that codes go to (S-11)."""

import base64
import hashlib
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote, urlencode

from mock_site.identity import passwords, rules, two_step
from mock_site.identity.models import Account
from mock_site.problems import Conflict, Problem
from mock_site.seam import rule
from mock_site.worlds import World

CHANNELS = {"sms": "テキストメッセージ（SMS）", "voice": "音声通話", "totp": "認証アプリ"}
"""How codes reach the person, by the names that accounts keep."""
ISSUER = "Mihonya"


class MustStayOn(Conflict):
    """Two-step verification cannot be switched off for KDP (S-11)."""

    title = "2段階認証は無効にできません"


@dataclass(frozen=True)
class Draft:
    """What somebody is about to set up; it holds once a code has come back."""

    attempt: str
    channel: str
    phone: str | None = None
    secret: str | None = None
    beside: str | None = None
    """How two-step verification and the password stood when this was begun; nothing set up since is written over."""

    def kept(self) -> dict[str, Any]:
        """This as JSON, for the session."""
        return asdict(self)


@rule
def begin(world: World, account: Account, channel: str, typed_number: str) -> Draft:
    """Choose how codes are to come; sends the first one where it is sent."""
    if channel not in CHANNELS:
        raise Problem("確認コードの受け取り方法を選んでください。", field="channel")
    if channel == "totp":
        return Draft(two_step.attempt(world), channel, secret=_draw_secret(world), beside=_state(account))
    draft = Draft(two_step.attempt(world), channel, phone=rules.phone(typed_number), beside=_state(account))
    send_again(world, account, draft)
    return draft


@rule
def preset(world: World, account: Account, channel: str) -> list[str]:
    """Give an account two-step verification without a code and without a mail; returns its recovery codes."""
    if channel != "totp" and account.phone is None:
        raise Problem("Codes by text message or call need a phone.", field="two_step")
    account.two_step, account.totp_secret = channel, _draw_secret(world) if channel == "totp" else None
    return two_step.give_recovery_codes(world, account)


@rule
def send_again(world: World, account: Account, draft: Draft) -> None:
    """Send a code for what is being set up; an app's is not sent."""
    if draft.phone is not None:
        two_step.send(world, account, attempt=draft.attempt, purpose="enrol", channel=draft.channel, to=draft.phone)


@rule
def confirm(world: World, account: Account, draft: Draft, typed: str) -> list[str]:
    """Set two-step verification up by a code that came back; returns new recovery codes, shown this once."""
    if draft.beside != _state(account):
        raise Conflict("この手続きの間に、2段階認証またはパスワードが変更されました。はじめからやり直してください。")
    two_step.check(world, account, typed, attempt=draft.attempt, secret=draft.secret)
    account.two_step, account.totp_secret = draft.channel, draft.secret
    account.phone = draft.phone or account.phone
    two_step.tell_change(world, account, f"2段階認証の方法が「{CHANNELS[draft.channel]}」に設定されました。")
    world.tell("two-step.changed", account=account.id, to=draft.channel)
    return two_step.give_recovery_codes(world, account)


@rule
def confirm_phone(world: World, account: Account, draft: Draft, typed: str) -> None:
    """Change the mobile number by a code that came to the new one."""
    two_step.check(world, account, typed, attempt=draft.attempt)
    account.phone = draft.phone
    two_step.tell_change(world, account, "携帯電話番号が変更されました。")
    world.tell("phone.changed", account=account.id)


@rule
def switch_off(world: World, account: Account, site: str) -> None:
    """Switch two-step verification off at the store; KDP refuses."""
    if site == "kdp":
        raise MustStayOn(
            "KDPでは、著者の皆様の収益と作品を守るため、2段階認証を無効にすることはできません。コードの受け取り方は変更できますので、別の方法をお試しください。"
        )
    if account.two_step is not None:
        two_step.forget(world, account)
        world.tell("two-step.changed", account=account.id, to=None)


def app_address(account: Account, secret: str) -> str:
    """What an authenticator app reads from the picture: `otpauth://totp/…`."""
    label = quote(f"{ISSUER}:{account.email}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': ISSUER})}"


def _state(account: Account) -> str:
    """What must not have changed between the choice and the code that confirms it."""
    stands = f"{account.two_step}/{account.totp_secret}/{passwords.seal(account)}"
    return hashlib.sha256(stands.encode()).hexdigest()


def _draw_secret(world: World) -> str:
    """160 bits in base32, as RFC 4226 recommends."""
    return base64.b32encode(world.random("totp-secret").getrandbits(160).to_bytes(20, "big")).decode()
