"""Who gets in: by address or number, with which password, how often it may be wrong, and what is told."""

from datetime import timedelta

import pytest

from mock_site.identity import rules
from tests.site.shopping import OPEN_SESAME, Site, wait
from tests.site.signing import Visitor, close, person, signed_in, visitor

WRONG = "Eメールアドレスまたはパスワードが正しくありません。"
WAIT = "パスワードの間違いが続いたため、サインインを一時的に受け付けていません。"
MANY = "名" * 10_000


def is_in(browser: Visitor) -> bool:
    """Whether somebody is signed in at the store."""
    return browser.get("/account").path == "/account"


def fail(site: Site, times: int, email: str = "hanako@example.jp") -> Visitor:
    """Type wrong passwords, waiting each time as long as one is told to; returns the last browser."""
    for _ in range(times):
        browser = visitor(site).try_to_sign_in(email, "wrong horse")
        wait(site, seconds=20)
    return browser


def test_the_password_tells_accounts_of_one_address_apart(site: Site) -> None:
    """Address and password together say whose account it is (S-02)."""
    person(site, name="見本 一子")
    person(site, password="another horse", name="見本 二子")
    assert "見本 一子 様" in visitor(site).try_to_sign_in("hanako@example.jp").get("/account").text
    assert "見本 二子 様" in visitor(site).try_to_sign_in("Hanako@example.jp", "another horse").get("/account").text


@pytest.mark.parametrize("where", ["store", "kdp"])
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "username@domain.com（または .net、.org など）の形で"),
        ("hanako", "username@domain.com（または .net、.org など）の形で"),
        ("hanako@example", "username@domain.com（または .net、.org など）の形で"),
        ("hana ko@example.jp", "空白を入れずに"),
        ("a" * 289 + "@example.jp", "254文字以内"),
        ("09012345678", "国番号から入力してください"),
        ("０９０－１２３４－５６７８", "国番号から入力してください"),
        ("+81 90 1234 567", "この電話番号は正しくありません"),
        ("+81 90 1234 abcd", "電話番号は数字で入力してください"),
        ("+", "電話番号は数字で入力してください"),
    ],
)
def test_what_is_no_address_is_refused_with_an_example(site: Site, where: str, typed: str, told: str) -> None:
    """The words say what is missing, and what was typed stays; the password does not (S-04, S-05)."""
    browser = visitor(site, where).try_to_sign_in(typed)
    assert browser.status == 422
    assert told in browser.text
    assert f'value="{typed}"' in browser.page.text
    assert OPEN_SESAME not in browser.page.text


@pytest.mark.parametrize(
    "typed", ["+819012345678", "+81 90-1234-5678", "＋８１　９０－１２３４－５６７８", "+81(0)90 1234 5678"]
)
def test_a_number_is_recognised_however_it_is_typed(site: Site, typed: str) -> None:
    """An account by mobile number is entered with that number and its country code (S-05)."""
    person(site, email="", phone="+819012345678", signs_in_by="phone")
    assert is_in(visitor(site).try_to_sign_in(typed))


def test_a_number_that_one_merely_told_is_no_way_in(site: Site) -> None:
    """Only accounts that were made with a number sign in by it."""
    person(site, phone="+819012345678")
    assert "携帯電話番号またはパスワードが正しくありません。" in visitor(site).try_to_sign_in("+81 90 1234 5678").text


@pytest.mark.parametrize("password", ["Correct horse", "CORRECT HORSE", "x", MANY, "🐴" * 6])
def test_a_wrong_password_hints_at_the_locks(site: Site, password: str) -> None:
    """Capitals matter; the words name Caps Lock and Num Lock, alike whether the address is known or not (S-06)."""
    person(site)
    known = visitor(site).try_to_sign_in("hanako@example.jp", password)
    unknown = visitor(site).try_to_sign_in("nobody@example.jp", password)
    assert known.status == unknown.status == 401
    for browser in (known, unknown):
        assert WRONG in browser.text
        assert "Caps LockとNum Lock" in browser.text


def test_a_password_is_asked_for(site: Site) -> None:
    """An empty password is no wrong try."""
    person(site)
    for _ in range(6):
        assert "パスワードを入力してください。" in visitor(site).try_to_sign_in("hanako@example.jp", "").text


@pytest.mark.parametrize("password", ["🐴" * 6, " " * 6, "x" * 128, "パスワード六字"])
def test_any_characters_make_a_password(site: Site, password: str) -> None:
    """Emoji, blanks and kana are characters like others."""
    person(site, password=password)
    assert is_in(visitor(site).try_to_sign_in("hanako@example.jp", password))


@pytest.mark.parametrize("email", ["hanako@example.jp", "nobody@example.jp"])
def test_the_third_wrong_one_has_to_wait(site: Site, email: str) -> None:
    """Two are free; then each costs five seconds more, told with the time, whether the address is known or not."""
    person(site)
    for _ in range(2):
        assert "以降に" not in visitor(site).try_to_sign_in(email, "wrong horse").text
    assert "6月1日(月) 10:00:05以降に" in visitor(site).try_to_sign_in(email, "wrong horse").text
    wait(site, seconds=4)
    refused = visitor(site).try_to_sign_in(email)
    assert (refused.status, WAIT in refused.text) == (429, True)
    wait(site, seconds=1)
    assert "10:00:15以降に" in visitor(site).try_to_sign_in(email, "wrong horse").text


def test_the_right_password_in_time_forgets_the_wrong_ones(site: Site) -> None:
    """After the wait the right one gets in, and the count starts anew."""
    person(site)
    fail(site, 4)
    assert is_in(visitor(site).try_to_sign_in("hanako@example.jp"))
    assert "以降に" not in fail(site, 1).text


@pytest.mark.parametrize("email", ["hanako@example.jp", "nobody@example.jp"])
def test_five_wrong_ones_lock_for_a_quarter_of_an_hour(site: Site, email: str) -> None:
    """The right password is refused until the very second, and taken from then on."""
    person(site)
    fail(site, 4, email)
    assert "10:16:20以降に" in visitor(site).try_to_sign_in(email, "wrong horse").text
    wait(site, minutes=14, seconds=59)
    refused = visitor(site).try_to_sign_in(email)
    assert (refused.status, "10:16:20以降に" in refused.text) == (429, True)
    wait(site, seconds=1)
    assert is_in(visitor(site).try_to_sign_in(email)) is (email == "hanako@example.jp")


def test_the_other_account_of_the_address_is_not_locked_out(site: Site) -> None:
    """Wrong ones are counted against the oldest account alone (S-02)."""
    person(site)
    person(site, password="another horse")
    fail(site, 5)
    assert not is_in(visitor(site).try_to_sign_in("hanako@example.jp"))
    assert is_in(visitor(site).try_to_sign_in("hanako@example.jp", "another horse"))
    assert not is_in(visitor(site).try_to_sign_in("hanako@example.jp"))


def test_an_origin_is_locked_too(site: Site) -> None:
    """Thirty wrong ones from one place, however spread over accounts, lock that place and no other."""
    person(site)
    for number in range(rules.WRONG_MOST_FROM_ORIGIN):
        visitor(site).try_to_sign_in(f"nobody{number}@example.jp", "wrong horse")
    assert WAIT in visitor(site).try_to_sign_in("hanako@example.jp").text
    elsewhere = visitor(site)
    elsewhere.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert is_in(elsewhere.try_to_sign_in("hanako@example.jp"))
    wait(site, seconds=rules.LOCKED_FOR / timedelta(seconds=1))
    assert is_in(visitor(site).try_to_sign_in("hanako@example.jp"))


def test_a_closed_account_ends_at_404(site: Site) -> None:
    """Its right password brings words that name the closure mail, a wrong one the ordinary words (S-13, C-05)."""
    close(site, person(site))
    for where in ("store", "kdp"):
        browser = visitor(site, where).try_to_sign_in("hanako@example.jp")
        assert browser.status == 404
        assert "閉鎖" in browser.page.text
        assert "メールをご確認ください" in browser.text
        assert WRONG in visitor(site, where).try_to_sign_in("hanako@example.jp", "wrong horse").text


def test_a_closed_account_gives_way_to_an_open_one(site: Site) -> None:
    """A new account of the same address and password is entered, the old one is not."""
    close(site, person(site))
    person(site)
    assert is_in(visitor(site).try_to_sign_in("hanako@example.jp"))


def test_kdp_asks_for_a_code_and_the_store_does_not(site: Site) -> None:
    """A right password leads to the code on KDP; until then nobody is signed in (S-11)."""
    person(site)
    browser = visitor(site, "kdp").get("/signin")
    form = {"email": "hanako@example.jp", "password": OPEN_SESAME, "csrf_token": browser.hidden("csrf_token")}
    answer = browser.client.post("/signin", data=form, base_url=browser.base)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/signin/code")
    assert browser.get("/bookshelf").path == "/signin"
    assert is_in(visitor(site).try_to_sign_in("hanako@example.jp"))


def test_sessions_are_separate_by_site(site: Site) -> None:
    """A token of the store is nobody's on KDP."""
    account = person(site)
    store, kdp = signed_in(site, account), visitor(site, "kdp")
    kept = store.client.get_cookie("session", domain=store.base.removeprefix("http://"))
    assert kept is not None
    kdp.client.set_cookie("session", kept.value, domain=kdp.base.removeprefix("http://"))
    assert is_in(store)
    assert kdp.get("/bookshelf").path == "/signin"


def test_the_password_is_asked_for_once_more(site: Site) -> None:
    """「ログイン」 at the store, 「サインイン」 on KDP; a wrong one is told and counted (A-01, S-10)."""
    account = person(site)
    for where, label in (("store", "ログイン"), ("kdp", "サインイン")):
        browser = signed_in(site, account, where).get("/signin/again?next=/help")
        assert f'<button class="button primary wide">{label}</button>' in browser.page.text
        browser.post("/signin/again", password="wrong horse")
        assert (browser.status, "パスワードが正しくありません" in browser.text) == (401, True)
    for _ in range(3):
        wait(site, seconds=20)
        browser.post("/signin/again", password="wrong horse")
    wait(site, seconds=20)
    assert browser.post("/signin/again", password=OPEN_SESAME).status == 429


def test_inputs_help_password_managers_and_phones(site: Site) -> None:
    """The address is a username with the keyboard for addresses; passwords are current ones or new ones."""
    for where in ("store", "kdp"):
        page = visitor(site, where).get("/signin").page.text
        assert 'autocomplete="username" inputmode="email"' in page
        assert 'type="password" autocomplete="current-password"' in page
        page = visitor(site, where).get("/register").page.text
        assert 'type="password" autocomplete="new-password"' in page
        assert 'autocomplete="username" inputmode="email"' in page
        assert "maxlength" not in page.partition("<main")[2]
