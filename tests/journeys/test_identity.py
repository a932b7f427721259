"""Signing in, timing out and coming back (S-02 to S-06, S-13, S-16; C-06 to C-08)."""

import re

import pytest
from playwright.sync_api import BrowserContext

from fixtures import personas
from fixtures.world import World
from flows.flow import Stage
from flows.identity import PortalSignIn, SignIn
from flows.registration import Registration
from flows.time_out import TimeOut

MINE, OTHERS = "correct horse", "another horse"
CLOCK, PRESS = personas.CLOCK, personas.PRESS
NEW = {"name": "見本 新子", "furigana": "ミホン シンコ"}
FRESH_PHONE = "+819087654321"


def code_for(world: World, number: str) -> str:
    """The code that came to a telephone last."""
    found = re.findall(r"\b\d{6}\b", world.messages(to=number, kind="sms")[-1].text)
    return str(found[0])


def test_the_mistaken_new_customer(world: World, portal_sign_in: PortalSignIn) -> None:
    """「はじめてのお客様」 makes a second account of the address; signing out and in again is the way back."""
    person = world.account(**personas.PUBLISHER)
    portal_sign_in.register_by_mistake(person.email, OTHERS, **NEW)
    portal_sign_in.have_codes_sent_to(FRESH_PHONE)
    portal_sign_in.confirm_code(code_for(world, FRESH_PHONE))
    portal_sign_in.see_nothing_of_the_other(
        OTHERS,
        {"name": NEW["name"], "phone": FRESH_PHONE},
        {"name": person.name, "phone": person.facts["phone"]},
    )
    portal_sign_in.sign_out()
    portal_sign_in.give_password(person.email, person.password)
    portal_sign_in.is_back_in_right_account(code_for(world, person.facts["phone"]), PRESS, CLOCK)
    accounts = world.state()["accounts"]
    assert [account["email"] for account in accounts] == [person.email] * 2


@pytest.mark.turn("desktop")
def test_the_password_decides(world: World, portal_sign_in: PortalSignIn) -> None:
    """Of two accounts with one address, each password opens its own bookshelf."""
    one, other = world.account(**personas.PUBLISHER), world.account(**personas.SECOND_SELF)
    assert one.email == other.email
    for person, titles in ((other, [personas.TRAIN]), (one, [PRESS, CLOCK])):
        portal_sign_in.give_password(person.email, person.password)
        portal_sign_in.enter_by_password(code_for(world, person.facts["phone"]), *titles)
        portal_sign_in.sign_out()


@pytest.mark.parametrize("typed", ["hanako", "hanako@example", "hana ko@example.jp"], ids=["no-at", "no-dot", "blank"])
def test_a_bad_address(sign_in: SignIn, portal_sign_in: PortalSignIn, typed: str) -> None:
    """What is no address is refused with an example at the store and on KDP, and stays in its field."""
    sign_in.is_refused_address(typed)
    portal_sign_in.is_refused_address(typed)


@pytest.mark.parametrize("typed", ["+819012340004", "＋８１－９０－１２３４－０００４"], ids=["plain", "full-width"])
@pytest.mark.parametrize("door", [SignIn, PortalSignIn], ids=["store", "kdp"])
def test_signing_in_by_number(world: World, stage: Stage, door: type[SignIn], typed: str) -> None:
    """An account by mobile number wants the country code, and takes the number however it is typed."""
    person = world.account(**personas.PHONE_ACCOUNT, two_step="sms" if door is PortalSignIn else None)
    assert person.email == ""
    sign_in = stage.flow(door)
    sign_in.is_refused_number("090-1234-0004")
    sign_in.sign_in_by_number(typed, person.password)


@pytest.mark.parametrize("door", [SignIn, PortalSignIn], ids=["store", "kdp"])
def test_a_wrong_password(world: World, stage: Stage, door: type[SignIn]) -> None:
    """Another case is another password; an unknown address is answered in the same words."""
    person = world.account(password="Correct Horse", two_step="sms" if door is PortalSignIn else None)
    sign_in = stage.flow(door)
    sign_in.is_refused_other_case(person.email, "Correct Horse")
    stage.page.context.clear_cookies()
    sign_in.is_refused(person.email, "wrong horse")
    sign_in.is_refused_alike(person.email, "nobody@example.jp", "another wrong horse")


def test_a_full_width_at(world: World, sign_in: SignIn) -> None:
    """An address with ＠, as a Japanese keyboard types it, is understood."""
    person = world.account()
    sign_in.sign_in(person.email.replace("@", "＠"), person.password)
    sign_in.see_account_of(person.name)


def test_300_characters(sign_in: SignIn, portal_sign_in: PortalSignIn) -> None:
    """An address of 300 characters is refused in words at both doors, and stays in its field."""
    for door in (sign_in, portal_sign_in):
        door.is_refused_long_address("a" * 289 + "@example.jp")


@pytest.mark.device("desktop")
def test_a_pasted_password(world: World, sign_in: SignIn) -> None:
    """A password can be pasted."""
    person = world.account()
    sign_in.paste_password(person.email, person.password)


def test_a_password_of_emoji(world: World, sign_in: SignIn) -> None:
    """Six emoji are a password, and it lets one in."""
    person = world.account(**personas.EMOJI_PASSWORD)
    sign_in.sign_in(person.email, person.password)
    sign_in.see_account_of(person.name)


@pytest.mark.device("desktop")
def test_a_double_click(world: World, sign_in: SignIn, portal_sign_in: PortalSignIn) -> None:
    """The sign-in sent twice signs in once, at the store and on KDP."""
    person = world.account(**personas.TWO_STEP_SMS)
    portal_sign_in.send_twice(person.email, person.password)
    assert len(world.messages(to=person.facts["phone"], kind="sms")) == 1
    other = world.account()
    sign_in.send_twice(other.email, other.password)
    sign_in.see_account_of(other.name)


@pytest.mark.device("desktop")
def test_caps_lock(sign_in: SignIn) -> None:
    """While Caps Lock is on, the password's input says so; what was typed can be looked at."""
    sign_in.notice_caps_lock("q")


def test_too_many_wrong_passwords(world: World, sign_in: SignIn) -> None:
    """The fifth wrong one locks for a quarter of an hour, to the second; the address's other account is not locked."""
    person = world.account(email="hanako@example.jp", password=MINE)
    other = world.account(email="hanako@example.jp", password=OTHERS)
    for seconds in (0, 0, 5, 10):
        sign_in.is_refused(person.email, "wrong horse")
        world.advance(seconds=max(seconds, 1))
    sign_in.is_refused(person.email, "wrong horse")
    sign_in.is_told_to_wait(person.email, MINE, "10:15:17")
    world.advance(minutes=14, seconds=59)
    sign_in.is_told_to_wait(person.email, MINE, "10:15:17")
    sign_in.sign_in(other.email, OTHERS)
    sign_in.page.context.clear_cookies()
    world.advance(seconds=1)
    sign_in.sign_in(person.email, MINE)
    sign_in.see_account_of(person.name)


def test_a_closed_account(world: World, sign_in: SignIn, portal_sign_in: PortalSignIn) -> None:
    """Its right password ends at 404 at both sites; a wrong one is answered as ever."""
    person = world.account(closed=True)
    sign_in.is_refused(person.email, "wrong horse")
    sign_in.is_refused_closed(person.email, person.password)
    portal_sign_in.is_refused_closed(person.email, person.password)


def test_coming_back_after_a_time_out(world: World, time_out: TimeOut, context: BrowserContext) -> None:
    """After 14 days without use, and not a second earlier, one signs in and is on the same page."""
    person = world.account()
    world.sign_in(context, person)
    world.advance(days=13, hours=23, minutes=59, seconds=59)
    time_out.page.goto(world.url("store", "/gift-cards"))
    world.advance(days=14)
    time_out.is_timed_out("store", "/account/address?next=/gift-cards")
    time_out.sign_in_to_go_on(person.email, person.password, "お届け先住所")
    time_out.is_back_at("store", "/account/address?next=/gift-cards", "お届け先住所")


def test_a_half_filled_form(world: World, time_out: TimeOut, context: BrowserContext) -> None:
    """A form that comes after the time-out is kept, and sent on after the sign-in."""
    person = world.account()
    world.sign_in(context, person)
    time_out.page.goto(world.url("store", "/account/address"))
    world.advance(days=14)
    time_out.sends_too_late("新町9-9-9")
    time_out.sign_in_to_go_on(person.email, person.password, "入力内容をお預かりしています")
    time_out.sends_it_on("新町9-9-9")
    assert world.state()["addresses"][0]["street"] == "新町9-9-9"


def test_a_time_out_on_kdp(
    world: World, portal_sign_in: PortalSignIn, time_out: TimeOut, context: BrowserContext
) -> None:
    """After half an hour KDP asks for password and code again, and leads back."""
    person = world.account(two_step="sms", publisher={"books": [CLOCK]})
    world.sign_in(context, person, site="kdp")
    world.advance(minutes=30)
    time_out.is_timed_out("kdp", "/bookshelf")
    time_out.sign_in_to_go_on(person.email, person.password, "2段階認証")
    portal_sign_in.see_bookshelf_of(code_for(world, person.facts["phone"]), CLOCK)
    time_out.is_back_at("kdp", "/bookshelf", "本棚")


@pytest.mark.both_devices
def test_coming_back_with_another_address(world: World, registration: Registration) -> None:
    """Somebody who closed an account comes back under another address, and is nobody else than before."""
    person = world.account(closed=True, **NEW)
    registration.register(f"again.{person.email}", OTHERS, **NEW)


def test_coming_back_with_the_same_address(world: World, registration: Registration, sign_in: SignIn) -> None:
    """After closing, the same address makes a new, empty account; the old password stays shut out."""
    person = world.account(**personas.HAS_EVERYTHING, closed=True)
    registration.finds_address_used(person.email, OTHERS, **NEW)
    registration.make_it_anew(NEW["name"])
    sign_in.page.context.clear_cookies()
    sign_in.is_refused_closed(person.email, person.password)


@pytest.mark.both_devices
@pytest.mark.sample
def test_erasing_an_open_account(world: World, registration: Registration, sign_in: SignIn) -> None:
    """With the old account still open one is warned first; only consent erases it."""
    person = world.account(**personas.HAS_EVERYTHING)
    registration.finds_address_used(person.email, OTHERS, **NEW)
    registration.is_warned()
    assert world.state()["accounts"][0]["closed_at"] is None
    registration.erase_old_one()
    registration.find_old_data_gone(NEW["name"])
    old, new = world.state()["accounts"]
    assert (old["name"], new["name"], new["closed_at"]) == ("", NEW["name"], None)
    sign_in.page.context.clear_cookies()
    sign_in.is_refused_closed(person.email, person.password)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("Eメールアドレス", "taro", "username@domain.com"),
        ("Eメールアドレス", "a" * 289 + "@example.jp", "254文字以内"),
        ("パスワード", "", "6文字以上"),
        ("パスワード", "🐴" * 5, "6文字以上"),
        ("パスワード", "x" * 10_000, "128文字以内"),
    ],
    ids=["no-at", "300-characters", "empty", "five", "ten-thousand"],
)
def test_bad_registrations(registration: Registration, field: str, typed: str, told: str) -> None:
    """Each bad input is told in words, and what was typed stays, the password excepted."""
    registration.is_refused(field, typed, told)
