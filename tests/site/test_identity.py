"""Signing in and out, registering, the account's page and its address."""

from typing import Any

import pytest

from mock_site.identity import service
from mock_site.pocket import service as pocket
from tests.site.shopping import ADDRESS, OPEN_SESAME, Shopper, Site

NEWCOMER = {"name": "見本 太郎", "furigana": "みほん たろう", "email": "taro@example.jp", "password": OPEN_SESAME}


def cookie(person: Shopper) -> str:
    """The browser's session token."""
    kept = person.client.get_cookie("session", domain=person.base.removeprefix("http://"))
    assert kept is not None
    return kept.value


def accounts(site: Site) -> list[dict[str, Any]]:
    """All accounts as programs are told of them."""
    with site.open() as world:
        return [service.facts(account) for account in service.everybody(world)]


def test_signing_in_leads_back_to_where_one_was_going(site: Site) -> None:
    """A page that needs a sign-in is reached after it, with its query."""
    email = site.account()
    person = site.visitor().get("/account/address?next=/gift-cards")
    assert person.path == "/signin"
    person.post("/signin", email=email, password=OPEN_SESAME, next=person.hidden("next"))
    assert person.page.request.full_path == "/account/address?next=/gift-cards"


@pytest.mark.parametrize("email", ["PERSON1@example.jp", "ｐｅｒｓｏｎ1＠ｅｘａｍｐｌｅ．ｊｐ", " person1@example.jp "])
def test_an_address_is_recognised_however_it_is_typed(site: Site, email: str) -> None:
    """Width, case and blanks of the address do not matter when signing in."""
    assert site.account() == "person1@example.jp"
    assert "見本 花子 様" in site.visitor().sign_in(email).get("/account").text


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("person1@example.jp", "wrong horse"),
        ("person1@example.jp", OPEN_SESAME.upper()),
        ("nobody@example.jp", OPEN_SESAME),
        ("person1@example.jp", "x" * 100_000),
    ],
)
def test_wrong_credentials_do_not_tell_which_is_wrong(site: Site, email: str, password: str) -> None:
    """A wrong password and an unknown address are answered alike, and the address stays in its field."""
    site.account()
    person = site.visitor().post("/signin", email=email, password=password)
    assert person.status == 401
    assert "Eメールアドレスまたはパスワードが正しくありません。" in person.text
    assert f'name="email" type="text" value="{email}"' in person.page.text
    assert not password or password not in person.page.text


@pytest.mark.parametrize("wanted", ["//evil.example.com/", "https://evil.example.com/", "/\\evil.example.com", "//["])
def test_signing_in_never_leads_elsewhere(site: Site, wanted: str) -> None:
    """An address of another site is not gone on to."""
    person = site.visitor()
    form = {"email": site.account(), "password": OPEN_SESAME, "next": wanted, "csrf_token": person.csrf()}
    answer = person.client.post("/signin", data=form, base_url=person.base)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_the_sign_in_page_is_for_strangers(site: Site) -> None:
    """Whoever is signed in already goes on from the sign-in and the registration at once."""
    person = site.shopper()
    assert person.get("/signin?next=/account").path == "/account"
    assert person.get("/register?next=/account").path == "/account"


def test_a_token_from_before_the_sign_in_is_worth_nothing(site: Site) -> None:
    """Signing in changes the session's token; the old one stays nobody's."""
    person = site.visitor().get("/")
    before, email = person.twin(), site.account()
    person.sign_in(email)
    assert cookie(person) != cookie(before)
    assert before.get("/account").path == "/signin"
    assert person.get("/account").path == "/account"


def test_a_sign_in_sent_twice_signs_in(site: Site) -> None:
    """The same form from before the sign-in, sent again, ends signed in."""
    person, email = site.visitor().get("/signin"), site.account()
    again, token = person.twin(), person.hidden("csrf_token")
    for sent in (person, again):
        assert sent.post("/signin", email=email, password=OPEN_SESAME, csrf_token=token).status == 200
        assert "サインアウト" in sent.text


def test_signing_out_ends_the_session(site: Site) -> None:
    """After signing out the account is closed to this browser, to the old token, and to the back button."""
    person = site.shopper()
    before = person.twin()
    person.post("/signout")
    assert "サインアウトしました。" in person.text
    assert person.get("/account").path == "/signin"
    assert before.get("/account").path == "/signin"


def test_changing_accounts_leaves_no_old_session(site: Site) -> None:
    """Signing in as somebody else ends the first session in the same browser."""
    person = site.shopper()
    before = person.twin()
    person.sign_in(site.account())
    assert before.get("/account").path == "/signin"


def test_a_form_without_its_token_changes_nothing(site: Site) -> None:
    """A sign-in that comes from elsewhere is refused in words."""
    person = site.visitor().post("/signin", email=site.account(), password=OPEN_SESAME, csrf_token="x")
    assert person.status == 400
    assert "もう一度お試しください" in person.text
    assert person.get("/account").path == "/signin"


def test_registering_makes_an_account_and_signs_it_in(site: Site) -> None:
    """A newcomer is signed in at once, goes on to where they were going, and is greeted."""
    person = site.visitor().get("/account")
    person.post("/register", **NEWCOMER, next=person.hidden("next"))
    assert person.path == "/account"
    assert "アカウントを作成しました。" in person.text
    assert "見本 太郎 様" in person.text
    assert [(a["email"], a["furigana"]) for a in accounts(site)] == [("taro@example.jp", "ミホン タロウ")]


def test_a_newcomer_gets_one_welcome(site: Site) -> None:
    """The welcome goes to the address that was typed, and is in the message centre too."""
    person = site.visitor().post("/register", **{**NEWCOMER, "email": "ＴＡＲＯ＠example.jp"})
    with site.open() as world:
        sent = pocket.messages(world, to="taro@example.jp")
    assert [(m.topic, m.folder) for m in sent] == [("registration", "inbox")]
    assert sent[0].text.startswith("見本 太郎 様")
    assert sent[0].subject in person.get("/messages").text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", " "),
        ("furigana", "太郎"),
        ("furigana", ""),
        ("email", "taro"),
        ("password", "12345"),
        ("password", "x" * 129),
    ],
)
def test_a_registration_with_a_mistake_can_be_mended(site: Site, field: str, typed: str) -> None:
    """The field is marked, the rest stays as typed, the password is asked for again, and no account is made."""
    person = site.visitor().post("/register", **{**NEWCOMER, field: typed})
    assert person.status == 422
    assert f'id="{field}" name="{field}"' in person.page.text
    assert person.page.text.count('aria-invalid="true"') == 1
    assert ("見本 太郎" in person.page.text) is (field != "name")
    assert OPEN_SESAME not in person.page.text
    assert accounts(site) == []


def test_an_address_that_is_taken_is_told(site: Site) -> None:
    """Another account cannot simply have the address, in whatever case it is typed (C-07)."""
    site.visitor().post("/register", **NEWCOMER)
    person = site.visitor().post("/register", **{**NEWCOMER, "email": "Taro@Example.jp", "password": "another"})
    assert "<h1>Eメールアドレスはすでに使用されています</h1>" in person.page.text
    assert len(accounts(site)) == 1


def test_a_registration_sent_twice_makes_one_account(site: Site) -> None:
    """The same form sent again ends signed in to the one account, with one welcome."""
    person = site.visitor().get("/register")
    again, token = person.twin(), person.hidden("csrf_token")
    for sent in (person, again):
        assert sent.post("/register", **NEWCOMER, csrf_token=token).status == 200
        assert sent.get("/account").path == "/account"
    assert len(accounts(site)) == 1
    with site.open() as world:
        assert len(pocket.messages(world)) == 1


@pytest.mark.parametrize("path", ["/signin", "/register", "/account/address"])
def test_a_form_with_nothing_in_it_is_a_bad_request(site: Site, path: str) -> None:
    """Missing fields are answered with 400, never with 500."""
    person = site.shopper() if path == "/account/address" else site.visitor()
    assert person.post(path).status == 400


def test_the_account_page_leads_everywhere(site: Site) -> None:
    """「アカウントサービス」 leads to orders, messages, gift cards and the address."""
    person = site.shopper().get("/account")
    for path in ("/orders", "/messages", "/gift-cards", "/account/address"):
        assert f'<h2><a href="{path}">' in person.page.text
    assert "和歌山県和歌山市六番丁1-1" in person.text


def test_the_header_knows_who_is_there(site: Site) -> None:
    """Strangers are offered the sign-in, customers the sign-out."""
    stranger, customer = site.visitor().get("/"), site.shopper().get("/")
    assert 'href="/signin">サインイン' in stranger.page.text
    assert 'action="/signout"' not in stranger.page.text
    assert 'action="/signout"' in customer.page.text
    assert 'href="/signin">サインイン' not in customer.page.text


def test_an_address_is_entered_and_changed(site: Site) -> None:
    """The address is kept as normalised, shown for changing, and leads back to where it was asked for."""
    person = site.shopper(address=False)
    assert "まだ登録されていません" in person.get("/account").text
    person.post("/account/address", **{**ADDRESS, "postal_code": "６４０８１５４"}, next="/gift-cards")
    assert person.path == "/gift-cards"
    person.get("/account/address")
    assert 'value="640-8154"' in person.page.text
    assert "<option selected>和歌山県</option>" in person.page.text
    person.post("/account/address", **{**ADDRESS, "prefecture": "広島県"})
    assert person.path == "/account"
    assert "お届け先を保存しました。" in person.text
    assert "広島県" in person.text


def test_an_address_with_a_mistake_can_be_mended(site: Site) -> None:
    """The field is marked, what was typed stays, and the kept address does not change."""
    person = site.shopper().post("/account/address", **{**ADDRESS, "street": "新しい町1", "phone": "12"})
    assert person.status == 422
    assert 'value="新しい町1"' in person.page.text
    assert 'value="12" required aria-invalid="true"' in person.page.text
    assert "新しい町1" not in person.get("/account").text


def test_every_account_has_its_own_address(site: Site) -> None:
    """One person's address is not another's."""
    site.shopper()
    assert "まだ登録されていません" in site.shopper(address=False).get("/account").text
