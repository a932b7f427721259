"""The customer's telephone: what it promises to every journey that reads a code from it or hears a call."""

import pyotp
import pytest

from fixtures.world import World
from flows.phone import Authenticator, Phone

NUMBER, ANOTHER = "+819012345678", "+819087654321"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
SPACED = "gezd gnbv gy3t qojq gezd gnbv gy3t qojq"
TARO = "見本 太郎"


def test_text_arrives(phone: Phone, world: World) -> None:
    """A text is on the telephone at once, the newest one first, and on no other telephone."""
    world.text(NUMBER, "123456 がMihonyaの確認コードです。", sender="Mihonya")
    assert phone.read_code(NUMBER) == "123456"
    world.advance(minutes=1)
    world.text(NUMBER, "コードは987654です。", sender="Mihonya")
    world.text(NUMBER, "今夜は鍋にします。")
    assert phone.read_code(NUMBER) == "987654"
    phone.read_text(NUMBER, TARO, "今夜は鍋にします。")
    phone.find_no_text(ANOTHER)
    assert [(told.subject, told.kind) for told in world.messages(to=NUMBER)] == [
        ("Mihonya", "sms"),
        ("Mihonya", "sms"),
        (TARO, "sms"),
    ]


def test_lost_text(phone: Phone, world: World) -> None:
    """A text that the weather loses never arrives; one that is sent after it does."""
    world.fault("sms-lost")
    world.text(NUMBER, "届かないメッセージです。")
    phone.find_no_text(NUMBER)
    world.clear("sms-lost")
    world.advance(days=1)
    phone.find_no_text(NUMBER)
    world.text(NUMBER, "届くメッセージです。")
    phone.read_text(NUMBER, TARO, "届くメッセージです。")
    assert [told.text for told in world.messages(kind="sms")] == ["届くメッセージです。"]


def test_call_is_answered(phone: Phone, world: World) -> None:
    """A call is answered in its 29th second, heard, and ended; it is not missed afterwards."""
    world.ring(NUMBER, "確認コードは、1、2、3、4、5、6です。")
    phone.see_ringing(NUMBER, TARO)
    assert world.messages(kind="voice") == []
    world.advance(seconds=29)
    assert phone.hear_code(NUMBER) == "123456"
    world.advance(seconds=31)
    phone.hang_up()
    phone.find_not_ringing(NUMBER)
    (heard,) = world.messages(to=NUMBER, kind="voice")
    assert (heard.subject, heard.text) == (TARO, "確認コードは、1、2、3、4、5、6です。")
    assert [call["state"] for call in world.state()["calls"]] == ["ended"]


def test_call_is_declined(phone: Phone, world: World) -> None:
    """A call that was refused is heard by nobody, and rings no more."""
    world.ring(NUMBER, "もしもし。")
    phone.see_ringing(NUMBER, TARO)
    phone.decline_call(NUMBER)
    phone.find_not_ringing(NUMBER)
    world.advance(seconds=31)
    assert world.messages(kind="voice") == []
    assert [call["state"] for call in world.state()["calls"]] == ["declined"]


@pytest.mark.parametrize("seconds", [30, 31])
def test_call_is_missed(phone: Phone, world: World, seconds: int) -> None:
    """A call rings until its 29th second; from the 30th on it is missed, also for a page that still shows it."""
    world.ring(NUMBER, "もしもし。")
    world.advance(seconds=29)
    phone.see_ringing(NUMBER, TARO)
    happened = world.advance(seconds=seconds - 29)
    assert "call.missed" in [event["kind"] for event in happened]
    phone.see_missed_call(NUMBER, TARO)
    phone.find_not_ringing(NUMBER)
    assert world.messages(kind="voice") == []


def test_call_is_answered_too_late(phone: Phone, world: World) -> None:
    """Who presses 「応答」 after the caller gave up is told so."""
    world.ring(NUMBER, "もしもし。")
    phone.see_ringing(NUMBER, TARO)
    phone.lose_sight()
    world.advance(seconds=30)
    phone.answer_too_late()


def test_authenticator_codes(authenticator: Authenticator, world: World) -> None:
    """A code stays for 30 seconds by the world's clock and equals what RFC 6238 says; the one before is gone."""
    app = pyotp.TOTP(SECRET)
    authenticator.add(NUMBER, "Mihonya", SPACED)
    first = authenticator.read_code(NUMBER, "Mihonya")
    assert first == app.at(world.now)
    authenticator.see_seconds_left(30)
    world.advance(seconds=29)
    assert authenticator.read_code(NUMBER, "Mihonya") == first
    authenticator.see_seconds_left(1)
    world.advance(seconds=1)
    second = authenticator.read_code(NUMBER, "Mihonya")
    assert second == app.at(world.now) != first
    authenticator.see_seconds_left(30)


def test_authenticator_accounts(authenticator: Authenticator) -> None:
    """Several accounts show codes of their own; one is added by its address, and one taken out again."""
    address = "otpauth://totp/Mihonya:hanako@example.jp?secret=MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK&issuer=Mihonya"
    authenticator.add(NUMBER, "Mihonya KDP", SECRET)
    authenticator.add_by_address(NUMBER, address, "Mihonya:hanako@example.jp")
    one, other = (authenticator.read_code(NUMBER, label) for label in ("Mihonya KDP", "Mihonya:hanako@example.jp"))
    assert one != other
    authenticator.remove(NUMBER, "Mihonya KDP")
    assert authenticator.read_code(NUMBER, "Mihonya:hanako@example.jp") == other


@pytest.mark.parametrize(
    ("label", "secret", "because"),
    [
        ("Mihonya", "", "セットアップキーを入力してください。"),
        ("Mihonya", "GEZDGNBVGY3TQOJ1", "セットアップキーが正しくありません。"),
        ("Mihonya", SECRET[:10], "セットアップキーが正しくありません。"),
        ("", SECRET, "アカウント名を入力してください。"),
        ("Mihonya", "otpauth://hotp/Mihonya?secret=" + SECRET, "otpauth://totp/"),
    ],
    ids=["none", "no-base32", "cut", "no-label", "counter"],
)
def test_authenticator_refuses(authenticator: Authenticator, label: str, secret: str, because: str) -> None:
    """What no code can be made from is refused in words, and what was typed stays."""
    authenticator.is_refused(NUMBER, label, secret, because)
