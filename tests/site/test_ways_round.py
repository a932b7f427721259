"""Ways round the sign-in that must not be there: left-over sessions, second uses, other people's links."""

import logging
import re

import pytest
from sqlalchemy import select

from mock_site.identity import interrupted, passwords, rules
from mock_site.identity import service as identity
from mock_site.identity.models import WebSession
from mock_site.pocket import service as pocket
from tests.site.guests import NUMBER, Guest, People
from tests.site.shopping import Site, wait
from tests.site.signing import Visitor, close, person, signed_in, visitor
from tests.site.signing import accounts as all_accounts

NEW = "Kumo-no-ue-42!"


def waiting(people: People, two_step: str = "sms") -> Guest:
    """A browser on KDP that waits for a new account's code."""
    people.account(two_step=two_step)
    return people.browser().enter()


def copy(browser: Guest) -> Guest:
    """Somebody with the browser's cookie as it is now."""
    return Guest(browser.twin().client, browser.base)


@pytest.mark.parametrize("ends_rows", [True, False])
def test_a_change_of_password_ends_a_half_finished_sign_in(people: People, ends_rows: bool) -> None:
    """Who typed the old password gets no further with the code (S-12, A-08)."""
    person = waiting(people)
    code, csrf = people.code(), person.csrf()
    with people.site.open(write=True) as world:
        (account,) = identity.everybody(world)
        identity.set_password(world, account, NEW)
        if ends_rows:
            identity.end_others(world, account.id, "")
            assert not any("pending" in row.data for row in world.db.scalars(select(WebSession)))
    person.post("/signin/code", code=code, csrf_token=csrf)
    assert not person.has("/bookshelf")


@pytest.mark.parametrize(("late", "is_in"), [(0, True), (1, False)], ids=["last-second", "after"])
def test_a_sign_in_waits_fifteen_minutes_for_its_code(people: People, late: int, is_in: bool) -> None:
    """Then the password is asked for again, with the reason (S-12)."""
    person = waiting(people, "totp")
    people.wait(minutes=15, seconds=late)
    person.post("/signin/code", code=people.shown())
    assert (person.path == "/bookshelf") is is_in
    assert ("もう一度サインインしてください" in person.text) is not is_in


def test_the_wait_begins_anew_with_each_code_that_is_sent(people: People) -> None:
    """A code that was sent in the fifteenth minute is good for all of its own ten."""
    person = waiting(people)
    people.wait(minutes=15)
    person.post("/signin/code/resend", channel="sms")
    people.wait(minutes=10)
    assert person.post("/signin/code", code=people.code()).path == "/bookshelf"


@pytest.mark.parametrize("two_step", ["sms", "totp"])
def test_an_old_cookie_and_a_used_code_open_nothing(people: People, two_step: str) -> None:
    """After the sign-out the session that waited begins no other one (S-12)."""
    person = waiting(people, two_step)
    code, before = people.code() if two_step == "sms" else people.shown(), copy(person)
    csrf = before.csrf()
    person.post("/signin/code", code=code)
    person.post("/signout")
    before.post("/signin/code", code=code, csrf_token=csrf)
    assert not before.has("/bookshelf")
    assert people.sessions() == 0


def test_a_form_sent_twice_makes_one_session(people: People) -> None:
    """The second of two equal forms is answered with the session of the first; a wrong code is not (S-12)."""
    person = waiting(people)
    twin, thief, code = copy(person), copy(person), people.code()
    csrf = twin.csrf()
    person.post("/signin/code", code=code)
    assert twin.post("/signin/code", code=code, csrf_token=csrf).path == "/bookshelf"
    assert twin.token() == person.token()
    assert people.sessions() == 1
    thief.post("/signin/code", code=f"{(int(code) + 1) % 10**6:06d}", csrf_token=csrf)
    assert not thief.has("/bookshelf")


def test_a_phone_that_was_set_up_meanwhile_stays(people: People) -> None:
    """An enrolment that another browser overtook changes nothing, and asks for the code (S-11)."""
    people.account()
    slow = people.browser().enter().post("/signin/enrol", channel="sms", phone="+818011112222")
    slow_code = people.code()
    quick = people.browser().enter().post("/signin/enrol", channel="sms", phone=NUMBER)
    quick.post("/signin/enrol/confirm", code=people.code())
    assert slow.post("/signin/enrol/confirm", code=slow_code).path == "/signin/code"
    assert slow.get("/signin/enrol/confirm").path == "/signin/code"
    assert (people.known().two_step, people.known().phone) == ("sms", NUMBER)


def test_a_change_of_two_step_is_not_overtaken(people: People) -> None:
    """What was chosen in another window before two-step verification changed cannot be confirmed after it."""
    people.account()
    first = people.browser("store").enter().prove()
    first.post("/account/security/two-step", channel="sms", phone="+818011112222")
    code = people.code()
    second = people.browser("store").enter().prove()
    second.post("/account/security/two-step", channel="sms", phone=NUMBER)
    second.post("/account/security/two-step/confirm", code=people.code())
    assert first.post("/account/security/two-step/confirm", code=code).status == 409
    assert people.known().phone == NUMBER


def test_an_enrolment_is_its_beginners_own(people: People) -> None:
    """Another person who signs in in this browser does not go on with it."""
    people.account()
    people.account(email="taro@example.jp")
    person = people.browser().enter().post("/signin/enrol", channel="sms", phone=NUMBER)
    person.enter(email="taro@example.jp")
    person.post("/signin/enrol/confirm", code=people.code())
    assert people.known("taro@example.jp").two_step is None


def test_a_second_person_ends_the_firsts_session(people: People) -> None:
    """Signing in as another one, code and all, leaves no session of the first behind."""
    people.account()
    people.account(email="taro@example.jp", two_step="sms")
    first = people.browser("store").enter()
    kept = copy(first)
    first.enter(email="taro@example.jp")
    assert first.path == "/signin/code"
    assert not kept.has("/account")
    assert people.sessions() == 0


def test_links_are_not_in_the_message_centre(people: People) -> None:
    """Whoever sits at a signed-in browser finds there none of the links that open or move the account."""
    people.account(two_step="voice")
    person = people.browser("store").enter()
    person.post("/signin/lost-phone/mail")
    person.post("/signin/code", code=people.spoken())
    person.prove().post("/account/security/email", email="new@example.jp")
    people.browser().post("/password/reset", email="hana@example.jp")
    assert {mail.topic for mail in (*people.mails(), *people.mails("new@example.jp"))} >= {
        "two-step-recovery",
        "email-approval",
        "password-reset",
    }
    with people.site.open() as world:
        (account,) = identity.everybody(world)
        assert [m.topic for m in pocket.sent(world, account.id).items if m.links] == []


def test_consent_is_not_kept() -> None:
    """A form that came too late is sent on without the consent that was in it (C-02, C-08)."""
    late = interrupted.form("store", "/register/used", [("consent", "yes"), ("name", "見本")], [], None)
    assert [one["name"] for one in late["sent"]] == ["name"]


def test_a_registration_is_not_in_a_session_known_before(site: Site) -> None:
    """Whoever planted the cookie cannot go on with what its user typed (C-07)."""
    person(site)
    browser = visitor(site).get("/register")
    planted = browser.twin()
    browser.post("/register", name="見本 太郎", furigana="ミホン", email="hanako@example.jp", password="another horse")
    assert browser.path == "/register/used"
    csrf = planted.get("/register").hidden("csrf_token")
    assert planted.post("/register/used", consent="yes", csrf_token=csrf).path == "/register"
    assert [account.closed_at for account in all_accounts(site)] == [None]


@pytest.mark.parametrize(("late", "path"), [(0, "/"), (1, "/register")], ids=["last-second", "after"])
def test_a_registration_lapses(site: Site, late: int, path: str) -> None:
    """What was typed to register waits half an hour for the answer (C-07)."""
    person(site)
    browser = visitor(site)
    browser.post("/register", name="見本 太郎", furigana="ミホン", email="hanako@example.jp", password="another horse")
    csrf = browser.hidden("csrf_token")
    wait(site, minutes=30, seconds=late)
    assert browser.post("/register/used", consent="yes", csrf_token=csrf).path == path


@pytest.mark.parametrize("typed", ["ünal@example.jp", "ÜNAL@example.jp", "u\u0308nal@EXAMPLE.jp"])
def test_capitals_of_any_script_are_one(site: Site, typed: str) -> None:
    """An address outside ASCII is found however its letters are written (S-02)."""
    person(site, email="Ünal@example.jp")
    assert visitor(site).try_to_sign_in(typed).get("/account").path == "/account"


def test_the_same_address_at_another_marketplace(site: Site) -> None:
    """Address and password tell accounts apart within every marketplace."""
    person(site, marketplace="uk")
    person(site)
    with pytest.raises(identity.EmailTaken):
        person(site, marketplace="uk")


@pytest.mark.parametrize("how_many", [0, 1, 2, 3])
def test_every_sign_in_takes_the_same_work(site: Site, monkeypatch: pytest.MonkeyPatch, how_many: int) -> None:
    """Nobody tells from the time how many accounts an address has (S-06)."""
    for number in range(how_many):
        person(site, password=f"horse number {number}")
    compared: list[str] = []

    def compare(kept: str, typed: str) -> bool:
        compared.append(kept)
        return typed == "never"

    monkeypatch.setattr(passwords, "check_password_hash", compare)
    visitor(site).try_to_sign_in("hanako@example.jp", "wrong horse")
    assert len(compared) == passwords.CHECKS_LEAST


def elsewhere(site: Site) -> Visitor:
    """A browser at another place."""
    browser = visitor(site)
    browser.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    return browser


def test_typing_errors_lock_the_account_of_the_place(site: Site) -> None:
    """Where the second account of an address entered last, its owner's errors do not lock the first (S-02)."""
    person(site)
    person(site, password="another horse")
    for password in ("another horse", *["wrong horse"] * 5):
        elsewhere(site).try_to_sign_in("hanako@example.jp", password)
        wait(site, seconds=20)
    assert visitor(site).try_to_sign_in("hanako@example.jp").get("/account").path == "/account"
    assert elsewhere(site).try_to_sign_in("hanako@example.jp").get("/account").path == "/account"
    assert elsewhere(site).try_to_sign_in("hanako@example.jp", "another horse").status == 429


def test_guesses_at_a_locked_address_lock_the_place(site: Site) -> None:
    """Behind a lock one cannot go on guessing at the other account of the address."""
    person(site)
    person(site, password="another horse")
    for number in range(rules.WRONG_MOST_FROM_ORIGIN):
        visitor(site).try_to_sign_in("hanako@example.jp", f"wrong horse {number}")
    assert visitor(site).try_to_sign_in("hanako@example.jp", "another horse").status == 429
    assert elsewhere(site).try_to_sign_in("hanako@example.jp", "another horse").get("/account").path == "/account"


def test_nobody_learns_by_changing_it_that_an_address_is_taken(people: People) -> None:
    """A taken and a free address get the same page; the taken mailbox is told, and approves nothing (A-03)."""
    people.account(email="taro@example.jp")
    people.account()
    person = people.browser("store").enter().prove()
    texts = [
        person.post("/account/security/email", email=f"{who}@example.jp").text.replace(who, "")
        for who in ("taro", "new")
    ]
    assert texts[0] == texts[1]
    assert people.mails("taro@example.jp")[-1].links == []
    assert "すでにあるため、変更していません" in people.mails("taro@example.jp")[-1].text
    person.post(people.link("new@example.jp"))
    assert people.known("new@example.jp").name == "見本 花子"


def test_a_taken_address_is_not_approved_by_a_code(people: People) -> None:
    """It is refused after the code, which ten an hour bound, and its mailbox is told."""
    people.account(email="taro@example.jp")
    people.account(two_step="sms")
    person = people.browser("store").enter()
    person.post("/signin/code", code=people.code())
    person.prove().post("/account/security/email", email="taro@example.jp")
    assert person.post("/account/security/email/approve", code=people.code()).status == 400
    assert len(people.mails("taro@example.jp")) == 1
    assert people.known().email == "hana@example.jp"


def test_codes_are_sent_ten_times_an_hour(people: People) -> None:
    """However often the sign-in begins anew; an hour after the first there is one more."""
    waiting(people)
    for _ in range(10):
        people.browser().enter()
    assert people.texts() == 10
    refused = people.browser().enter()
    assert (refused.status, "11:00:00 以降に" in refused.text) == (429, True)
    people.wait(minutes=59, seconds=59)
    people.browser().enter()
    assert people.texts() == 10
    people.wait(seconds=1)
    people.browser().enter()
    assert people.texts() == 11


@pytest.mark.parametrize("who", ["hana", "nobody"])
def test_reset_mails_are_sent_five_times_an_hour(people: People, who: str) -> None:
    """The sixth asking gets the same answer and no mail, whether the address is known or not (S-07)."""
    people.account()
    people.account(password="another horse 7")
    email = f"{who}@example.jp"
    pages = {people.browser().post("/password/reset", email=email).text for _ in range(6)}
    assert len(pages) == 1
    assert len(people.mails(email)) == 5
    people.wait(hours=1)
    people.browser().post("/password/reset", email=email)
    assert len(people.mails(email)) == 6


def test_a_live_code_of_another_sign_in_is_a_wrong_one(people: People) -> None:
    """Guessing does not tell that a code was sent to somebody who waits for it (S-12)."""
    waiting(people)
    code = people.code()
    guesser = people.browser().enter()
    told = [guesser.post("/signin/code", code=typed).text for typed in (code, f"{(int(code) + 1) % 10**6:06d}")]
    assert told[0].replace("あと4回", "") == told[1].replace("あと3回", "")


def test_a_closed_account_by_number_was_told_by_text(site: Site) -> None:
    """The message that the page names was sent (S-05, S-13)."""
    close(site, person(site, email="", phone=NUMBER, signs_in_by="phone"))
    browser = visitor(site).try_to_sign_in(NUMBER)
    assert "「アカウント閉鎖のお知らせ」のテキストメッセージ（SMS）をご確認ください" in browser.text
    with site.open() as world:
        (text,) = pocket.messages(world, kind="sms")
        assert "アカウント閉鎖のお知らせ" in text.text


def test_recovery_codes_stay_no_longer_than_their_page(people: People) -> None:
    """A reload shows them again; after another page they stand nowhere in the world (S-11)."""
    people.account()
    person = people.browser().enter().post("/signin/enrol", channel="sms", phone=NUMBER)
    person.post("/signin/enrol/confirm", code=people.code())
    assert person.get("/signin/recovery-codes").page.text.count("<code ") == 8
    code = person.page.text.partition('<code class="figures">')[2].partition("<")[0]
    assert person.has("/bookshelf")
    assert "<code " not in person.get("/signin/recovery-codes").page.text
    with people.site.open() as world:
        kept = world.db.connection().exec_driver_sql("select group_concat(data) from sessions").scalar_one()
    assert code not in kept


@pytest.mark.parametrize("where", ["store", "kdp"])
def test_the_closed_and_the_timed_out_page_have_a_reference(
    site: Site, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    """What the page shows stands in the log, as information (S-13, S-16)."""
    account = person(site)
    browser = signed_in(site, account, where)
    wait(site, days=14)
    pages = []
    with caplog.at_level(logging.INFO, "mock_site"):
        pages.append(browser.get("/account").text)
        close(site, account)
        pages.append(visitor(site, where).try_to_sign_in("hanako@example.jp").text)
    for shown in pages:
        found = re.search(r"お問い合わせ番号: ([0-9A-F]{8})", shown)
        assert found is not None, shown
        assert found[1] in caplog.text
