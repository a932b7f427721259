"""Codes, forgotten passwords, and changing what one signs in by (S-07, S-08, S-10 to S-12, A-01 to A-08)."""

from collections.abc import Callable

import pytest

from fixtures import personas
from fixtures.world import Person, World
from flows.credentials import Security
from flows.enrolment import Enrolment
from flows.flow import Stage
from flows.forgotten import ForgottenPassword
from flows.phone import Authenticator, Phone
from flows.pocket import Mailbox
from flows.two_step import SecondStep

NEW = "Kumo-no-ue-42!"
NUMBER = "+819012345678"
TEXTED = personas.TWO_STEP_SMS["phone"]
AnotherBrowser = Callable[..., Stage]


def link(world: World, to: str) -> str:
    """The only link of the newest mail to an address."""
    (url,) = world.messages(to=to, kind="mail")[-1].links.values()
    return url


def test_a_code_by_text_message(world: World, second_step: SecondStep, another_browser: AnotherBrowser) -> None:
    """KDP asks for the code that came to the phone; it serves once, and no other sign-in."""
    person = world.account(**personas.TWO_STEP_SMS)
    phone = another_browser().flow(Phone)
    second_step.reach("kdp", person.email, person.password)
    code = phone.read_code(TEXTED)
    elsewhere = another_browser().flow(SecondStep)
    elsewhere.reach("kdp", person.email, person.password)
    elsewhere.is_refused_elsewhere(code)
    second_step.is_refused_wrong("12345", "コードは6桁です")
    second_step.sign_in(code, by="sms")
    again = another_browser().flow(SecondStep)
    again.reach("kdp", person.email, person.password)
    again.is_refused_after_use(code)


def test_a_code_of_somebody_else(world: World, second_step: SecondStep, another_browser: AnotherBrowser) -> None:
    """The code that came to another person's phone lets nobody else in."""
    person = world.account(**personas.TWO_STEP_SMS)
    other = world.account(two_step="sms", phone=NUMBER)
    elsewhere = another_browser().flow(SecondStep)
    elsewhere.reach("kdp", other.email, other.password)
    second_step.reach("kdp", person.email, person.password)
    phone = another_browser().flow(Phone)
    second_step.is_refused_wrong(phone.read_code(NUMBER), "コードが正しくありません")
    second_step.sign_in(phone.read_code(TEXTED), by="sms")


@pytest.mark.device("desktop")
def test_a_code_sent_twice(world: World, second_step: SecondStep, another_browser: AnotherBrowser) -> None:
    """A double click on the code's button signs in once."""
    person = world.account(**personas.TWO_STEP_SMS)
    second_step.reach("kdp", person.email, person.password)
    second_step.send_twice(another_browser().flow(Phone).read_code(TEXTED))


def test_a_code_lapses(world: World, second_step: SecondStep, another_browser: AnotherBrowser) -> None:
    """A code of ten minutes and a second ago is refused; yesterday's, too; a new one works in its last second."""
    person = world.account(**personas.TWO_STEP_SMS)
    phone = another_browser().flow(Phone)
    second_step.reach("kdp", person.email, person.password)
    second_step.cannot_send_again("あと30秒")
    code = phone.read_code(TEXTED)
    world.advance(minutes=10, seconds=1)
    second_step.is_refused_lapsed(code)
    second_step.send_again()
    newer = phone.read_code(TEXTED)
    world.advance(minutes=10)
    second_step.sign_in(newer, by="sms")
    world.advance(days=1)
    tomorrow = another_browser().flow(SecondStep)
    tomorrow.reach("kdp", person.email, person.password)
    tomorrow.is_refused_lapsed(newer)


def test_a_code_by_voice_call(world: World, second_step: SecondStep, another_browser: AnotherBrowser) -> None:
    """The code is heard in the call that rings the phone."""
    person = world.account(**personas.TWO_STEP_SMS)
    second_step.reach("kdp", person.email, person.password)
    world.advance(seconds=30)
    second_step.have_call()
    second_step.sign_in(another_browser().flow(Phone).hear_code(TEXTED), by="voice")


def test_a_code_that_always_calls(world: World, second_step: SecondStep, another_browser: AnotherBrowser) -> None:
    """Who chose calls is called without asking."""
    person = world.account(**personas.TWO_STEP_VOICE)
    second_step.reach("kdp", person.email, person.password)
    second_step.sign_in(another_browser().flow(Phone).hear_code(person.facts["phone"]), by="voice")


def test_a_code_from_the_app(world: World, second_step: SecondStep, another_browser: AnotherBrowser) -> None:
    """The authenticator app's code works, in its window and the next, and once."""
    person = world.account(**personas.TWO_STEP_TOTP)
    app = another_browser().flow(Authenticator)
    app.add(NUMBER, "Mihonya", person.facts["totp_secret"])
    code = app.read_code(NUMBER, "Mihonya")
    world.advance(seconds=30)
    second_step.reach("kdp", person.email, person.password)
    second_step.sign_in(code, by="totp")
    again = another_browser().flow(SecondStep)
    again.reach("kdp", person.email, person.password)
    again.is_refused_used(code)


def test_wrong_codes_lock(world: World, second_step: SecondStep) -> None:
    """After five wrong codes none is taken for 15 minutes, and then the person gets in again."""
    person = world.account(two_step="sms", phone=NUMBER)
    second_step.reach("kdp", person.email, person.password)
    (text,) = world.messages(to=NUMBER, kind="sms")
    code = text.text[:6]
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        second_step.is_refused_wrong(wrong, "コードが正しくありません")
    second_step.is_locked(code)
    world.advance(minutes=14, seconds=59)
    second_step.is_locked(code)
    world.advance(seconds=1)
    second_step.is_refused_lapsed(code)
    second_step.send_again()
    second_step.sign_in(world.messages(to=NUMBER, kind="sms")[-1].text[:6], by="sms")


def test_setting_two_step_up(
    world: World, enrolment: Enrolment, security: Security, another_browser: AnotherBrowser
) -> None:
    """KDP wants it before it opens; bad numbers are refused; it cannot be switched off there."""
    person = world.account(phone=None)
    enrolment.is_needed(person.email, person.password)
    for number, because in (
        ("090-1234-5678", "国番号から"),
        ("+81 90 12", "国番号と桁数"),
        ("+81 ninety", "数字で入力"),
    ):
        enrolment.is_refused("音声通話", number, because)
    enrolment.choose("テキストメッセージ", "＋８１ 90-1234-5678")
    codes = enrolment.confirm(another_browser().flow(Phone).read_code(NUMBER))
    security.open_from_portal(person.password)
    enrolment.cannot_be_switched_off()
    lost = another_browser().flow(SecondStep)
    lost.reach("kdp", person.email, person.password)
    lost.use_recovery_code(codes[0])


def test_the_app_at_the_store(
    world: World, enrolment: Enrolment, security: Security, shopper: Person, another_browser: AnotherBrowser
) -> None:
    """At the store the app is set up by its key, asked for, and switched off again."""
    security.open(shopper.password)
    security.edit("2段階認証")
    enrolment.choose("認証アプリ")
    app = another_browser().flow(Authenticator)
    app.add(NUMBER, "Mihonya", enrolment.read_secret())
    enrolment.confirm(app.read_code(NUMBER, "Mihonya"))
    other = another_browser().flow(SecondStep)
    other.reach("store", shopper.email, shopper.password)
    world.advance(seconds=30)
    other.sign_in_at_store(app.read_code(NUMBER, "Mihonya"))
    enrolment.switch_off()


def test_a_lost_phone(world: World, second_step: SecondStep, enrolment: Enrolment, mailbox: Mailbox) -> None:
    """Without phone and recovery codes a mail lets the phone go, 24 hours later and no sooner."""
    person = world.account(two_step="sms", phone=NUMBER)
    second_step.reach("kdp", person.email, person.password)
    second_step.ask_for_release()
    url = link(world, person.email)
    world.advance(hours=23, minutes=59, seconds=59)
    second_step.page.goto(url)
    second_step.is_too_early_to_release()
    world.advance(seconds=1)
    second_step.page.goto(url)
    second_step.release()
    enrolment.is_needed(person.email, person.password)
    mailbox.open_mail(person.email, "セキュリティ設定の変更のお知らせ")


def test_a_forgotten_password(
    world: World, forgotten: ForgottenPassword, security: Security, another_browser: AnotherBrowser
) -> None:
    """The mail's link takes a new password once; the old one fails, sessions end."""
    person = world.account(**personas.TWO_STEP_SMS)
    elsewhere = another_browser(person).flow(Security)
    forgotten.is_refused("hanako.example.jp")
    forgotten.ask(person.email)
    url = link(world, person.email)
    forgotten.find_link_useless(url[:-12], "リンクが途中で切れている")
    forgotten.follow_mail(person.email)
    forgotten.choose(NEW)
    forgotten.find_link_used(url)
    elsewhere.find_signed_out()
    security.find_password_failing(person.email, person.password)
    security.find_password_taken(person.email, NEW)


def test_the_reset_mail_in_spam(world: World, forgotten: ForgottenPassword) -> None:
    """The mail may lie in the spam folder; in its last second its link works, a second later not."""
    person = world.account()
    world.fault("mail-spam", topic="password-reset")
    forgotten.ask(person.email)
    world.advance(minutes=30)
    forgotten.find_mail_in_spam(person.email)
    world.advance(seconds=1)
    forgotten.find_link_lapsed(link(world, person.email))


def test_a_reset_tells_nobody_who_has_an_account(world: World, forgotten: ForgottenPassword) -> None:
    """An address that nobody has gets the same words, and a mail without a link."""
    forgotten.ask("nobody@example.jp")
    (mail,) = world.messages(to="nobody@example.jp")
    assert mail.links == {}


@pytest.mark.both_devices
def test_a_lost_mailbox(forgotten: ForgottenPassword) -> None:
    """Without the mailbox there is no reset."""
    forgotten.lack_the_mailbox()


@pytest.mark.turn("phone")
def test_the_password_at_the_portal(world: World, security: Security, another_browser: AnotherBrowser) -> None:
    """Changed on KDP's page, the new password is needed there, and the old one fails; the store's page is alike."""
    person = world.account(**personas.TWO_STEP_TOTP)
    at_store = another_browser(person).flow(Security)
    at_store.open(person.password)
    at_store.see_label_at_store()
    world.sign_in(security.page.context, person, site="kdp")
    security.open_from_portal(person.password)
    security.change_password_at_portal(NEW)
    security.page.context.clear_cookies()
    security.find_old_password_failing(person.email, person.password)
    security.find_new_password_needed(person.email, NEW)


def test_the_address_by_mail(
    world: World, shopper: Person, security: Security, another_browser: AnotherBrowser
) -> None:
    """The link to the new mailbox completes the change, once; the old mailbox is told."""
    world.account(email="taken@example.jp")
    security.open(shopper.password)
    security.is_refused_address("no at sign", "username@domain.com")
    security.ask_for_address("taken@example.jp", by="mail")
    (told,) = world.messages(to="taken@example.jp")
    assert told.links == {}
    security.ask_for_address("new@example.jp", by="mail")
    security.find_old_address(shopper.email)
    another_browser().flow(Security).find_old_one_signing_in(
        shopper.email, shopper.password, "new@example.jp", by="mail"
    )
    url = link(world, "new@example.jp")
    security.find_link_useless(url[:-12], "リンクが途中で切れている")
    security.approve_by_link(url, "new@example.jp")
    another_browser().flow(Security).find_new_one_signing_in(
        "new@example.jp", shopper.password, shopper.email, by="mail"
    )
    security.find_link_useless(url, "すでに使用されています")
    security.read_notice(shopper.email)


@pytest.mark.persona(**personas.TWO_STEP_SMS)
def test_the_address_by_text_message(shopper: Person, security: Security, another_browser: AnotherBrowser) -> None:
    """With codes by text message, a code completes the change of address."""
    security.open(shopper.password)
    security.ask_for_address("new@example.jp", by="sms")
    code = another_browser().flow(Phone).read_code(TEXTED)
    another_browser().flow(Security).find_old_one_signing_in(
        shopper.email, shopper.password, "new@example.jp", by="sms"
    )
    security.approve_by_code(code, "new@example.jp")
    another_browser().flow(Security).find_new_one_signing_in(
        "new@example.jp", shopper.password, shopper.email, by="sms"
    )
    security.read_notice(shopper.email)


@pytest.mark.usefixtures("shopper")
def test_the_link_of_an_address_lapses(world: World, shopper: Person, security: Security) -> None:
    """An hour and a second later the link approves nothing; nor does one after the password was changed."""
    security.open(shopper.password)
    security.ask_for_address("new@example.jp", by="mail")
    lapsed = link(world, "new@example.jp")
    security.change_password(shopper.password, NEW)
    security.find_link_useless(lapsed, "パスワードが変更されたため")
    security.ask_for_address("newer@example.jp", by="mail")
    world.advance(hours=1, seconds=1)
    security.find_link_useless(link(world, "newer@example.jp"), "有効期限が切れています")


@pytest.mark.both_devices
@pytest.mark.persona(**personas.OLD_PASSWORD)
def test_the_password(shopper: Person, security: Security, another_browser: AnotherBrowser) -> None:
    """A new password is taken, an old one never again; other browsers are signed out."""
    elsewhere = another_browser(shopper).flow(Security)
    security.open(shopper.password)
    for had in personas.OLD_PASSWORD["past_passwords"]:
        security.is_refused_past(shopper.password, had)
    for bad, because in (("", "6文字以上"), ("Ab-4!", "6文字以上"), ("x" * 10_000, "128文字以内")):
        security.is_refused_password(shopper.password, bad, because)
    security.is_refused_password("wrong", NEW, "パスワードが正しくありません")
    security.change_password(shopper.password, NEW)
    security.find_still_signed_in()
    security.is_refused_past(NEW, NEW)
    elsewhere.find_signed_out()


def test_a_new_password_of_emoji(shopper: Person, security: Security) -> None:
    """Six emoji are thought weak, and taken as a password from whoever insists."""
    emoji = personas.EMOJI_PASSWORD["password"]
    security.open(shopper.password)
    security.is_refused_password(shopper.password, emoji, "推測されやすいパスワードです")
    security.insist(shopper.password, emoji)


@pytest.mark.both_devices
@pytest.mark.persona(birthday="1985-04-12", phone=NUMBER)
def test_weak_passwords(shopper: Person, security: Security) -> None:
    """Weak passwords are warned about while they are typed and when they are sent; the owner may insist."""
    weak = {
        "digits": ("83920175", "数字だけ"),
        "letters": ("bluemountain", "英字だけ"),
        "birthday": ("hana-1985-04-12", "生年月日"),
        "phone": ("a090-1234-5678", "電話番号"),
    }
    security.open(shopper.password)
    security.edit("パスワード")
    for kind, (password, warning) in weak.items():
        security.see_weakness(kind, password, warning)
    security.see_strength("Kumo-no-ue-no-42!")
    for kind, (password, warning) in weak.items():
        security.is_warned(kind, shopper.password, password, warning)
    security.insist(shopper.password, "bluemountain")


@pytest.mark.both_devices
@pytest.mark.sample
@pytest.mark.persona(**personas.OLD_PASSWORD)
def test_a_short_password_from_the_past(shopper: Person, security: Security) -> None:
    """With five characters the address cannot be changed; after lengthening the password it can."""
    security.open(shopper.password)
    security.must_lengthen_password("new@example.jp")
    security.change_password(shopper.password, NEW)
    security.change_address_after_all("new@example.jp")
