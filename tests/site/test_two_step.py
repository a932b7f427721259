"""Codes after the password: what is taken, what is refused and why, and the ways in for a lost phone."""

import pytest

from tests.site.guests import Guest, People


def waiting(people: People, two_step: str = "sms") -> Guest:
    """A browser on KDP that shows the page for the code, of a new account."""
    people.account(two_step=two_step)
    return people.browser().enter()


def test_kdp_asks_for_a_code(people: People) -> None:
    """The password alone does not open KDP; the code does, and leads to where one wanted to go (S-11)."""
    people.account(two_step="sms")
    person = people.browser()
    person.post("/signin", email="hana@example.jp", password="correct horse", next="/bookshelf/new")
    assert person.path == "/signin/code"
    assert not person.has("/bookshelf")
    assert person.post("/signin/code", code=people.code()).path == "/bookshelf/new"


def test_the_store_asks_only_whom_it_is_switched_on_for(people: People) -> None:
    """Without two-step verification the store opens with the password, with it after the code."""
    people.account()
    assert people.browser("store").enter().path == "/"
    people.account(two_step="voice", email="taro@example.jp")
    person = people.browser("store").enter(email="taro@example.jp")
    assert person.path == "/signin/code"
    person.post("/signin/code", code=people.spoken())
    assert person.has("/account")


@pytest.mark.parametrize(
    "typed", ["{}", "１{}", " {} ", "{}-", "12345"], ids=["as-is", "seven", "blanks", "dash", "five"]
)
def test_a_code_as_people_type_it(people: People, typed: str) -> None:
    """Blanks and hyphens do not matter; the wrong length is told."""
    person = waiting(people)
    person.post("/signin/code", code=typed.format(people.code()))
    if typed in ("１{}", "12345"):
        assert person.status == 422
        assert "コードは6桁です" in person.text
    else:
        assert person.path == "/bookshelf"


def test_full_width_digits(people: People) -> None:
    """A code may be typed in full-width digits."""
    person = waiting(people)
    wide = people.code().translate({48 + n: 0xFF10 + n for n in range(10)})
    assert person.post("/signin/code", code=wide).path == "/bookshelf"


def test_a_code_lasts_ten_minutes(people: People) -> None:
    """In the last second of ten minutes a code is taken, a second later it has lapsed (S-12)."""
    first, second = waiting(people), people.browser().enter()
    assert people.texts() == 2
    people.wait(minutes=10)
    code = people.code()
    people.wait(seconds=1)
    assert "有効期限が切れています" in second.post("/signin/code", code=code).text
    first.post("/signin/code/resend", channel="sms")
    people.wait(minutes=10)
    assert first.post("/signin/code", code=people.code()).path == "/bookshelf"


def test_a_code_is_good_once(people: People) -> None:
    """A used code does not open a second sign-in (S-12)."""
    person = waiting(people)
    code = people.code()
    person.post("/signin/code", code=code)
    again = people.browser().enter()
    assert again.post("/signin/code", code=code).status == 422
    assert "以前の操作のためにお送りしたコードです" in again.text


def test_a_code_is_bound_to_its_sign_in(people: People) -> None:
    """The code of another sign-in is refused, though unused, and works where it was asked for (S-12)."""
    first = waiting(people)
    code = people.code()
    second = people.browser().enter()
    assert second.post("/signin/code", code=code).status == 422
    assert first.post("/signin/code", code=code).path == "/bookshelf"


def test_another_persons_code(people: People) -> None:
    """Somebody else's code does not open one's account."""
    person = waiting(people)
    people.account(two_step="sms", email="taro@example.jp", phone="+819087654321")
    people.browser().enter(email="taro@example.jp")
    assert "コードが正しくありません" in person.post("/signin/code", code=people.code()).text


def test_the_form_sent_twice(people: People) -> None:
    """The second of two equal forms shows the same page, not an error."""
    person = waiting(people)
    twin = Guest(person.twin().client, person.base)
    code, token = people.code(), twin.csrf()
    assert person.post("/signin/code", code=code).path == "/bookshelf"
    assert twin.post("/signin/code", code=code, csrf_token=token).path == "/bookshelf"


def test_without_the_token(people: People) -> None:
    """A form without the CSRF token is refused and signs nobody in."""
    person = waiting(people)
    assert person.post("/signin/code", code=people.code(), csrf_token="").status >= 400
    assert not person.has("/bookshelf")


def test_resending(people: People) -> None:
    """A code is sent again after 30 seconds, three times, as a call too; reloading the page sends none."""
    person = waiting(people)
    assert people.texts() == 1
    people.wait(seconds=29)
    assert person.post("/signin/code/resend", channel="sms").status == 429
    assert "あと1秒" in person.text
    for _ in range(3):
        people.wait(seconds=30)
        assert person.post("/signin/code/resend", channel="voice").status == 200
    people.wait(seconds=30)
    assert "再送信は3回まで" in person.post("/signin/code/resend", channel="sms").text
    person.get("/signin/code")
    assert people.texts() == 1
    assert person.post("/signin/code", code=people.spoken()).path == "/bookshelf"


def test_five_wrong_codes_lock(people: People) -> None:
    """After five wrong codes no code is taken for 15 minutes, in any browser; then the right one is."""
    person = waiting(people, "totp")
    right = people.shown()
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for left in (4, 3, 2, 1):
        assert f"あと{left}回" in person.post("/signin/code", code=wrong).text
    assert "停止します" in person.post("/signin/code", code=wrong).text
    other = people.browser().enter()
    assert other.post("/signin/code", code=right).status == 429
    assert "10:15:00 以降" in other.text
    people.wait(minutes=14, seconds=59)
    assert person.post("/signin/code", code=people.shown()).status == 429
    people.wait(seconds=1)
    assert person.post("/signin/code", code=people.shown()).path == "/bookshelf"


def test_the_authenticator_app(people: People) -> None:
    """The code shown now is taken, and that of the 30 seconds before; an older one is not (RFC 6238)."""
    people.account(two_step="totp")
    people.wait(minutes=2)
    assert people.browser().enter().post("/signin/code", code=people.shown(ago=60)).status == 422
    assert people.browser().enter().post("/signin/code", code=people.shown(ago=30)).path == "/bookshelf"
    assert people.browser().enter().post("/signin/code", code=people.shown()).path == "/bookshelf"


def test_an_app_code_is_good_once(people: People) -> None:
    """The same code does not sign in a second time, the next one does (S-12)."""
    people.account(two_step="totp")
    code = people.shown()
    assert people.browser().enter().post("/signin/code", code=code).path == "/bookshelf"
    again = people.browser().enter()
    assert "すでに使用されています" in again.post("/signin/code", code=code).text
    people.wait(seconds=30)
    assert again.post("/signin/code", code=people.shown()).path == "/bookshelf"


def test_enrolment_is_needed_on_kdp(people: People) -> None:
    """Who has not set two-step verification up does so before KDP opens (S-11)."""
    people.account()
    person = people.browser().enter()
    assert person.path == "/signin/enrol"
    assert not person.has("/bookshelf")
    person.post("/signin/enrol", channel="sms", phone="＋８１ 90-1234-5678")
    assert person.path == "/signin/enrol/confirm"
    person.post("/signin/enrol/confirm", code=people.code())
    assert person.path == "/signin/recovery-codes"
    assert person.page.text.count("<code ") == 8
    assert person.post("/signin/recovery-codes").path == "/bookshelf"
    assert (people.known().two_step, people.known().phone) == ("sms", "+819012345678")


@pytest.mark.parametrize(
    ("channel", "phone", "told"),
    [
        ("sms", "09012345678", "国番号から"),
        ("voice", "+81 90 12", "国番号と桁数"),
        ("sms", "+81 ninety", "数字で入力"),
        ("sms", "", "数字で入力"),
        ("", "+819012345678", "受け取り方法を選んで"),
        ("pigeon", "+819012345678", "受け取り方法を選んで"),
    ],
    ids=["no-country", "short", "letters", "empty", "no-channel", "unknown-channel"],
)
def test_bad_numbers_are_refused(people: People, channel: str, phone: str, told: str) -> None:
    """A number that cannot be called is refused with the reason, and stays in its field."""
    people.account()
    person = people.browser().enter().post("/signin/enrol", channel=channel, phone=phone)
    assert person.status >= 400
    assert told in person.text
    assert f'value="{phone}"' in person.page.text


def test_an_app_is_enrolled_by_its_secret(people: People) -> None:
    """The page shows picture and secret; a code made from it confirms, a wrong one does not."""
    people.account()
    person = people.browser().enter().post("/signin/enrol", channel="totp")
    assert "<svg" in person.page.text
    assert people.known().totp_secret is None
    assert person.post("/signin/enrol/confirm", code="000000").status == 422
    import pyotp  # noqa: PLC0415 (this test alone is the app)

    secret = person.page.text.partition('id="secret">')[2].partition("<")[0]
    with people.site.open(write=False) as world:
        code = pyotp.TOTP(secret).at(world.now)
    assert person.post("/signin/enrol/confirm", code=code).path == "/signin/recovery-codes"
    assert people.known().totp_secret == secret


def test_recovery_codes(people: People) -> None:
    """A recovery code signs in once, however it is typed; wrong ones count towards the lock."""
    codes = people.account(two_step="sms")
    person = people.browser().enter().get("/signin/lost-phone")
    assert person.post("/signin/lost-phone/code", code="AAAAA-AAAAA").status == 422
    assert person.post("/signin/lost-phone/code", code="").status == 422
    assert person.post("/signin/lost-phone/code", code=codes[0].lower().replace("-", " ")).path == "/bookshelf"
    again = people.browser().enter()
    assert "すでに使用されています" in again.post("/signin/lost-phone/code", code=codes[0]).text
    assert again.post("/signin/lost-phone/code", code=codes[1]).path == "/bookshelf"


def test_recovery_by_mail_waits_a_day(people: People) -> None:
    """The mail's link lets the phone go after 24 hours and not before; then two-step is set up anew."""
    person = waiting(people)
    person.post("/signin/lost-phone/mail")
    person.post("/signin/lost-phone/mail")
    assert len(people.mails()) == 1
    link = people.link()
    people.wait(hours=23, minutes=59, seconds=59)
    assert "2段階認証を解除する" not in person.get(link).text
    assert person.post(link).status == 409
    people.wait(seconds=1)
    assert person.post(link).path in ("/signin", "/signin/code")
    assert people.known().two_step is None
    assert people.browser().enter().path == "/signin/enrol"
    assert person.get(link).status == 410


def test_a_recovery_that_the_owner_stops(people: People) -> None:
    """Stopping it, signing in with a code, and a week each end what was asked for by mail."""
    person = waiting(people)
    person.post("/signin/lost-phone/mail")
    stopped = people.link()
    people.browser().post(stopped, stop="1")
    assert person.get(stopped).status == 410
    person.post("/signin/lost-phone/mail")
    signed_in = people.link()
    person.post("/signin/code", code=people.code())
    assert person.get(signed_in).status == 410
    other = people.browser().enter()
    other.post("/signin/lost-phone/mail")
    people.wait(days=7, seconds=1)
    assert other.get(people.link()).status == 410


@pytest.mark.parametrize(
    "path",
    ["/signin/code", "/signin/enrol", "/signin/enrol/confirm", "/signin/lost-phone", "/signin/recovery-codes"],
)
def test_pages_without_a_sign_in_under_way(people: People, path: str) -> None:
    """Somebody who is not signing in is sent to the sign-in."""
    assert people.browser().get(path).path == "/signin"


def test_kdp_does_not_switch_it_off(people: People) -> None:
    """KDP offers no way to switch it off, says why, and refuses a form made by hand (S-11)."""
    codes = people.account(two_step="sms")
    person = people.browser().enter()
    person.post("/signin/lost-phone/code", code=codes[0])
    person.prove().get("/account/security/two-step")
    assert "2段階認証を無効にする</button>" not in person.page.text
    assert "2段階認証を無効にすることはできません" in person.text
    assert person.post("/account/security/two-step/off").status == 409
    assert people.known().two_step == "sms"


def test_the_store_switches_it_on_and_off(people: People) -> None:
    """At the store two-step verification is set up, asked for, and switched off again, with a mail for each."""
    people.account()
    person = people.browser("store").enter().prove()
    person.post("/account/security/two-step", channel="sms", phone="+819012345678")
    person.post("/account/security/two-step/confirm", code=people.code())
    assert person.path == "/signin/recovery-codes"
    assert people.browser("store").enter().path == "/signin/code"
    person.post("/account/security/two-step/off")
    assert people.browser("store").enter().path == "/"
    assert [mail.topic for mail in people.mails()] == ["security-notice"] * 2


def test_changing_the_number(people: People) -> None:
    """A new number holds once the code that came to it was typed."""
    people.account(two_step=None)
    person = people.browser("store").enter().prove()
    person.post("/account/security/phone", phone="+81 80 9999 8888")
    assert people.known().phone == "+819012345678"
    person.post("/account/security/phone/confirm", code=people.code())
    assert people.known().phone == "+818099998888"


def test_a_newer_code_replaces_an_older(people: People) -> None:
    """Once a code was sent again, the one before is worth nothing (S-12)."""
    people.account(two_step="sms")
    person = people.browser("kdp").enter()
    older = people.code()
    people.wait(seconds=31)
    person.post("/signin/code/resend")
    assert person.post("/signin/code", code=older).path == "/signin/code"
    assert person.post("/signin/code", code=people.code()).path == "/bookshelf"
