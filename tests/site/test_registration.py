"""Making accounts: the first, a second one by mistake, and a new one after closing."""

import pytest

from tests.site.shopping import OPEN_SESAME, Site
from tests.site.signing import Visitor, accounts, close, person, visitor

TYPED = {"name": "見本 太郎", "furigana": "ミホン タロウ", "email": "hanako@example.jp", "password": "another horse"}
USED = "<h1>Eメールアドレスはすでに使用されています</h1>"


def register(browser: Visitor, **changed: str) -> Visitor:
    """Send the registration's form."""
    return browser.post("/register", **{**TYPED, **changed})


def open_accounts(site: Site) -> list[str]:
    """The names of the open accounts, oldest first."""
    return [account.name for account in accounts(site) if account.closed_at is None]


@pytest.mark.parametrize("where", ["store", "kdp"])
@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("email", "taro", "username@domain.com"),
        ("email", "ta ro@example.jp", "空白を入れずに"),
        ("email", "a" * 289 + "@example.jp", "254文字以内"),
        ("email", "+819012345678", "username@domain.com"),
        ("password", "", "6文字以上"),
        ("password", "12345", "6文字以上"),
        ("password", "x" * 10_000, "128文字以内"),
        ("password", "🐴" * 5, "6文字以上"),
    ],
)
def test_a_mistake_can_be_mended(site: Site, where: str, field: str, typed: str, told: str) -> None:
    """The words name what is wrong; what was typed stays, the password excepted; no account is made."""
    browser = register(visitor(site, where), **{field: typed})
    assert (browser.status, told in browser.text) == (422, True)
    assert 'value="見本 太郎"' in browser.page.text
    assert f'value="{typed if field == "email" else TYPED["email"]}"' in browser.page.text
    assert TYPED["password"] not in browser.page.text
    assert accounts(site) == []


@pytest.mark.parametrize("password", ["123456", "🐴" * 6])
def test_six_characters_are_enough(site: Site, password: str) -> None:
    """Six of any kind make a password that signs in."""
    register(visitor(site), password=password)
    assert visitor(site).try_to_sign_in("hanako@example.jp", password).get("/account").path == "/account"


def test_coming_back_with_another_address_simply_works(site: Site) -> None:
    """A closed account stands in nobody's way (C-06)."""
    close(site, person(site))
    browser = register(visitor(site), email="elsewhere@example.jp")
    assert "アカウントを作成しました。" in browser.text
    assert "見本 太郎 様" in browser.get("/account").text


def test_coming_back_with_the_same_address(site: Site) -> None:
    """The address is told to be used; the button makes a new account, empty, without further questions (C-07)."""
    close(site, person(site))
    browser = register(visitor(site))
    assert USED in browser.page.text
    assert "アカウントを作成するのはこのメールアドレス</button>" in browser.page.text
    assert 'name="consent"' not in browser.page.text
    assert open_accounts(site) == []
    browser.post("/register/used")
    assert "アカウントを作成しました。" in browser.text
    assert open_accounts(site) == ["見本 太郎"]
    assert visitor(site).try_to_sign_in("hanako@example.jp", "another horse").get("/account").path == "/account"


def test_an_open_account_is_erased_only_with_consent(site: Site) -> None:
    """The page warns first; without consent nothing changes, with it the old account is closed (C-08)."""
    person(site)
    browser = register(visitor(site))
    assert "次のデータがすべて消去されます" in browser.text
    assert 'name="consent"' in browser.page.text
    refused = browser.post("/register/used")
    assert (refused.status, "同意のチェックを入れてください" in refused.text) == (422, True)
    assert open_accounts(site) == ["見本 花子"]
    browser.post("/register/used", consent="yes")
    assert open_accounts(site) == ["見本 太郎"]
    assert visitor(site).try_to_sign_in("hanako@example.jp").status == 404


def test_the_warning_tells_nothing_of_the_account(site: Site) -> None:
    """Whoever only knows the address learns no more of its owner."""
    person(site)
    assert "見本 花子" not in register(visitor(site)).text


def test_consent_that_is_sent_twice_erases_once(site: Site) -> None:
    """The same form sent again does not erase the account that it made."""
    person(site)
    browser = register(visitor(site))
    again, token = browser.twin(), browser.hidden("csrf_token")
    for sent in (browser, again):
        assert sent.post("/register/used", consent="yes", csrf_token=token).status == 200
    assert open_accounts(site) == ["見本 太郎"]
    assert len(accounts(site)) == 2


def test_the_used_address_is_nobodys_page(site: Site) -> None:
    """Without a registration before it, the page leads to the registration."""
    assert visitor(site).get("/register/used").path == "/register"
    assert visitor(site).post("/register/used", consent="yes").path == "/register"


def test_no_password_waits_in_the_open(site: Site) -> None:
    """Between the two steps there is only the password's hash."""
    close(site, person(site))
    register(visitor(site))
    with site.open() as world:
        row = world.db.connection().exec_driver_sql("select group_concat(data) from sessions").scalar_one()
    assert "another horse" not in row
    assert "password_hash" in row


def test_a_new_customer_of_kdp_gets_a_second_account(site: Site) -> None:
    """The mistaken choice asks for a name, and makes a second account of the same address (S-02)."""
    person(site)
    browser = visitor(site, "kdp").try_to_sign_in("hanako@example.jp", "", customer="new")
    assert browser.path == "/register"
    assert 'value="hanako@example.jp"' in browser.page.text
    register(browser)
    assert browser.path.startswith("/signin/")  # the code first, or setting it up
    assert open_accounts(site) == ["見本 花子", "見本 太郎"]


def test_a_new_customer_with_the_old_password_is_no_new_one(site: Site) -> None:
    """Address and password of an account that is there lead into it, with a note (S-02)."""
    person(site)
    browser = register(visitor(site, "kdp"), password=OPEN_SESAME)
    assert "そのアカウントでサインインします" in browser.text
    assert open_accounts(site) == ["見本 花子"]


def test_a_new_customer_needs_an_address(site: Site) -> None:
    """The choice does not excuse a bad address, and both stay (S-04)."""
    browser = visitor(site, "kdp").try_to_sign_in("hanako", "", customer="new")
    assert browser.status == 422
    assert 'value="new" checked' in browser.page.text
    assert 'value="hanako"' in browser.page.text


@pytest.mark.parametrize("where", ["store", "kdp"])
def test_registering_is_no_way_to_guess_passwords(site: Site, where: str) -> None:
    """A used address with a wrong password counts as a wrong try; too many are refused."""
    person(site)
    for number in range(3):
        register(visitor(site, where), password=f"guess {number}")
    refused = register(visitor(site, where), password=OPEN_SESAME)
    assert (refused.status, "一時的に受け付けていません" in refused.text) == (429, True)
    assert visitor(site).try_to_sign_in("hanako@example.jp").status == 429


@pytest.mark.parametrize("path", ["/register/used", "/signin/again"])
def test_forms_with_nothing_in_them(site: Site, path: str) -> None:
    """Missing fields never break anything."""
    assert visitor(site).post(path).status < 500
