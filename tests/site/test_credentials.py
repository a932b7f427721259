"""「ログインとセキュリティ」: changing the address and the password."""

import pytest

from tests.site.guests import Guest, People

NEW = "Kumo-no-ue-42!"


def inside(people: People, site: str = "store", **facts: object) -> Guest:
    """A browser whose person has typed the password twice."""
    codes = people.account(**facts)
    password = str(facts.get("password", "correct horse"))
    person = people.browser(site).enter(password)
    if codes:
        person.post("/signin/lost-phone/code", code=codes[0])
    return person.prove(password)


def test_the_password_is_asked_again(people: People) -> None:
    """「ログインとセキュリティ」 wants the password once more, and again ten minutes later (A-01, S-10)."""
    people.account()
    person = people.browser("store").enter().get("/account/security")
    assert person.path == "/signin/again"
    assert "ログイン</button>" in person.page.text
    person.prove().get("/account/security/email")
    assert person.path == "/account/security/email"
    people.wait(minutes=10)
    assert person.get("/account/security/password").path == "/signin/again"


def test_the_address_by_a_link(people: People) -> None:
    """The link in the new mailbox completes the change; until then the old address holds (A-03, A-08)."""
    person = inside(people)
    assert person.post("/account/security/email", email="ｎｅｗ＠example.jp").path == "/account/security/email/approve"
    link = people.link("new@example.jp")
    assert people.known().email == "hana@example.jp"
    assert people.browser("store").get(link).path == "/signin"
    assert "new@example.jp" in person.get(link).text
    assert people.known().email == "hana@example.jp"
    person.post(link)
    assert people.known("new@example.jp").email == "new@example.jp"
    notice = people.mails()[-1]
    assert notice.topic == "email-changed"
    assert "new@example.jp" not in notice.text
    assert "すでに使用されています" in person.post(link).text
    assert people.browser("store").enter().status == 401
    assert people.browser("store").enter(email="new@example.jp").path == "/"


def test_the_address_by_a_code(people: People) -> None:
    """With codes by text message a code completes the change, a wrong one does not (A-03)."""
    person = inside(people, two_step="sms")
    person.post("/account/security/email", email="new@example.jp")
    code = people.code()
    assert person.post("/account/security/email/approve", code="000000").status == 422
    assert people.known().email == "hana@example.jp"
    assert person.post("/account/security/email/approve", code=code).path == "/account/security"
    assert people.known("new@example.jp").two_step == "sms"


def test_somebody_elses_link(people: People) -> None:
    """The link of another person's change is not found, and changes nothing."""
    inside(people).post("/account/security/email", email="new@example.jp")
    link = people.link("new@example.jp")
    people.account(email="taro@example.jp")
    other = people.browser("store").enter(email="taro@example.jp")
    assert other.get(link).status == 404
    assert other.post(link).status == 404
    assert people.known().email == "hana@example.jp"


def test_the_link_lasts_an_hour(people: People) -> None:
    """In the last second of the hour the link works, a second later not; nor when cut in half."""
    person = inside(people)
    person.post("/account/security/email", email="new@example.jp")
    link = people.link("new@example.jp")
    assert "途中で切れている" in person.get(link[:-5]).text
    people.wait(hours=1)
    assert person.get(link).status == 200
    people.wait(seconds=1)
    assert "有効期限" in person.post(link).text


@pytest.mark.parametrize("two_step", [None, "sms"])
def test_a_change_of_password_ends_a_change_of_address(people: People, two_step: str | None) -> None:
    """After the password was changed, the link and the code are worth nothing."""
    person = inside(people, two_step=two_step)
    person.post("/account/security/email", email="new@example.jp")
    link = "/account/security/email/approve" if two_step else people.link("new@example.jp")
    code = people.code() if two_step else ""
    person.post("/account/security/password", current="correct horse", password=NEW)
    person.post(link, code=code)
    assert people.known().email == "hana@example.jp"


@pytest.mark.parametrize(
    ("email", "told"),
    [
        ("hana@example.jp", "現在と同じ"),
        ("no address", "username@domain.com"),
        ("", "username@domain.com"),
    ],
)
def test_addresses_that_are_not_taken(people: People, email: str, told: str) -> None:
    """One's own and no address are refused, and stay in the field."""
    person = inside(people).post("/account/security/email", email=email)
    assert person.status >= 400
    assert told in person.text
    assert f'value="{email}"' in person.page.text


def test_a_short_password_blocks_the_address(people: People) -> None:
    """With a password of five characters the address cannot be changed, with a longer one it can (A-05)."""
    person = inside(people, password="horse", least=1)
    person.post("/account/security/email", email="new@example.jp")
    assert person.status == 409
    assert "6文字未満" in person.text
    person.post("/account/security/password", current="horse", password=NEW)
    assert person.post("/account/security/email", email="new@example.jp").path == "/account/security/email/approve"


def test_changing_the_password(people: People) -> None:
    """The new password holds, other sessions end everywhere, this one stays, a mail tells (A-04, A-08)."""
    person = inside(people)
    other = people.browser("store").enter()
    person.post("/account/security/password", current="correct horse", password=NEW)
    assert person.path == "/account/security"
    assert not other.has("/account")
    assert people.browser("store").enter().status == 401
    assert people.browser("store").enter(NEW).path == "/"
    assert people.mails()[-1].topic == "security-notice"


def test_kdp_asks_for_the_new_password_only(people: People) -> None:
    """KDP's page has 「変更内容を保存」 and no field for the current password (S-10)."""
    person = inside(people, "kdp", two_step="totp").get("/account/security/password")
    assert "変更内容を保存</button>" in person.page.text
    assert 'name="current"' not in person.page.text
    assert person.post("/account/security/password", password=NEW).path == "/account/security"
    assert people.browser().enter().status == 401
    assert people.browser().enter(NEW).path == "/signin/code"


def test_the_current_password_must_be_right(people: People) -> None:
    """A wrong current password changes nothing, and is counted like one at the sign-in."""
    person = inside(people)
    for _ in range(5):
        assert person.post("/account/security/password", current="wrong", password=NEW).status in (401, 429)
        people.wait(seconds=20)
    assert person.post("/account/security/password", current="correct horse", password=NEW).status == 429
    assert people.browser("store").enter(NEW).status in (401, 429)


def test_no_password_twice(people: People) -> None:
    """A password that the account ever had is refused (A-06)."""
    person = inside(people, past_passwords=["Old-horse-1", "Old-horse-2"])
    for had in ("Old-horse-1", "Old-horse-2", "correct horse"):
        person.post("/account/security/password", current="correct horse", password=had)
        assert person.status == 422
        assert "これまでに使用したことのある" in person.text
    person.post("/account/security/password", current="correct horse", password=NEW)
    person.post("/account/security/password", current=NEW, password="correct horse")
    assert person.status == 422


def test_a_weak_password_is_warned_about_once(people: People) -> None:
    """A weak password is shown its weaknesses with the meter, and taken when its owner insists (A-07)."""
    person = inside(people)
    form = {"current": "correct horse", "password": "09012345678"}
    person.post("/account/security/password", **form)
    assert person.status == 422
    assert "数字だけ" in person.text
    assert "電話番号が含まれています" in person.text
    assert 'value="0">とても弱い</meter>' in person.page.text or 'value="1">弱い</meter>' in person.page.text
    assert person.post("/account/security/password", **form, insist="1").path == "/account/security"


def test_nobody_else_reaches_the_pages(people: People) -> None:
    """Every page of 「ログインとセキュリティ」 needs a sign-in, and forms without the token are refused."""
    for page in ("", "/email", "/email/approve", "/password", "/phone", "/phone/confirm", "/two-step"):
        assert people.browser("store").get(f"/account/security{page}").path == "/signin"
    person = inside(people)
    form = {"current": "correct horse", "password": NEW, "csrf_token": ""}
    assert person.post("/account/security/password", **form).status >= 400
    assert people.browser("store").enter().path == "/"


def test_another_accounts_password_is_not_taken(people: People) -> None:
    """Of two accounts with one address the password says which is meant: neither takes the other's (S-02)."""
    person = inside(people)
    people.account(password=NEW, name="別の 花")
    person.post("/account/security/password", current="correct horse", password=NEW)
    assert "このパスワードは使用できません" in person.text
    assert people.browser("store").enter("correct horse").path == "/"


def test_a_newer_change_of_address_replaces_an_older(people: People) -> None:
    """Only the link that was asked for last completes a change; an earlier one says why it does not (A-03)."""
    person = inside(people)
    person.post("/account/security/email", email="tpyo@example.jp")
    person.post("/account/security/email", email="typo@example.jp")
    assert "このリンクは無効になりました" in person.get(people.link("tpyo@example.jp")).text
    person.post(people.link("typo@example.jp"))
    assert people.known("typo@example.jp").email == "typo@example.jp"
