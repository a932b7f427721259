"""How long a session lasts, what ends it, and what becomes of a form that comes too late."""

from datetime import timedelta

import pytest

from mock_site.identity import rules
from mock_site.identity import service as identity
from mock_site.identity.models import WebSession
from tests.site.shopping import ADDRESS, OPEN_SESAME, Site, wait
from tests.site.signing import Visitor, close, person, signed_in, visitor

HOME = {"store": "/account", "kdp": "/bookshelf"}
SECOND = timedelta(seconds=1)


def pass_time(site: Site, span: timedelta) -> None:
    """Let that much time pass."""
    wait(site, seconds=span.total_seconds())


def again(browser: Visitor) -> str:
    """Sign in from the page of the time-out; returns where that leads."""
    assert "<h1>セッションがタイムアウトしました</h1>" in browser.page.text
    (_, _, rest) = browser.page.text.partition('href="/signin?next=')
    browser.get("/signin?next=" + rest.partition('"')[0])
    return browser.hidden("next")


@pytest.mark.parametrize("where", ["store", "kdp"])
@pytest.mark.parametrize(
    ("later", "alive"), [(-SECOND, True), (timedelta(), False), (SECOND, False)], ids=["before", "at", "after"]
)
def test_a_session_lapses_when_nobody_uses_it(site: Site, where: str, later: timedelta, alive: bool) -> None:
    """After 30 minutes on KDP and 14 days at the store, to the second, and not before (S-16)."""
    browser = signed_in(site, person(site), where)
    pass_time(site, rules.IDLE[where] + later)
    assert (browser.get(HOME[where]).path == HOME[where]) is alive
    assert ("続行するにはサインインしてください" in browser.text) is not alive


def test_a_session_that_is_used_lasts(site: Site) -> None:
    """Each use counts anew, written down once a minute."""
    browser = signed_in(site, person(site), "kdp")
    for _ in range(3):
        pass_time(site, timedelta(minutes=29))
        assert browser.get("/bookshelf").path == "/bookshelf"
    pass_time(site, rules.SEEN_EVERY - SECOND)
    browser.get("/bookshelf")
    with site.open() as world:
        (row,) = world.db.query(WebSession).all()
        assert world.now - row.seen_at == rules.SEEN_EVERY - SECOND


def test_one_comes_back_to_the_page_where_one_was(site: Site) -> None:
    """「サインイン」 on the page of the time-out leads back there, query and all (S-16)."""
    person(site)
    browser = visitor(site).try_to_sign_in("hanako@example.jp")
    pass_time(site, rules.IDLE["store"])
    browser = browser.get("/account/address?next=/gift-cards")
    wanted = again(browser)
    browser.try_to_sign_in("hanako@example.jp", next=wanted)
    assert browser.page.request.full_path == "/account/address?next=/gift-cards"


def test_a_lapsed_session_is_nobodys_and_gets_a_new_token(site: Site) -> None:
    """A visitor may still look around; the next sign-in changes the token."""
    browser = signed_in(site, person(site))
    before = browser.token()
    pass_time(site, rules.IDLE["store"])
    assert "サインアウト" not in browser.get("/").text
    browser.try_to_sign_in("hanako@example.jp")
    assert browser.token() != before


def test_a_form_sent_too_late_is_kept(site: Site) -> None:
    """After the sign-in all that was typed is shown, and one button sends it on (S-16)."""
    browser = signed_in(site, person(site)).get("/account/address")
    form = {**ADDRESS, "street": "新しい町1\r\n<2>", "csrf_token": browser.hidden("csrf_token"), "next": "/gift-cards"}
    pass_time(site, rules.IDLE["store"])
    browser.post("/account/address", **form)
    wanted = again(browser)
    browser.try_to_sign_in("hanako@example.jp", next=wanted)
    assert "入力内容をお預かりしています" in browser.text
    assert "<2>" in browser.text
    kept = {name: browser.hidden(name) for name in form}
    assert {**kept, "csrf_token": ""} == {**form, "csrf_token": ""}
    browser.post("/account/address", **kept)
    assert browser.path == "/gift-cards"
    assert "新しい町1" in browser.get("/account/address").page.text


def test_a_kept_form_is_its_writers_own(site: Site) -> None:
    """Somebody else who signs in in this browser does not see it."""
    person(site, email="taro@example.jp", password="another horse")
    browser = signed_in(site, person(site)).get("/account/address")
    form = {**ADDRESS, "csrf_token": browser.hidden("csrf_token")}
    pass_time(site, rules.IDLE["store"])
    wanted = again(browser.post("/account/address", **form))
    browser.try_to_sign_in("taro@example.jp", "another horse", next=wanted)
    assert browser.status == 404
    assert ADDRESS["street"] not in browser.text


def test_secrets_are_not_kept(site: Site) -> None:
    """A password that came too late is asked for again, and stands nowhere in the world."""
    browser = signed_in(site, person(site)).get("/signin/again")
    form = {"password": "unlikely words", "csrf_token": browser.hidden("csrf_token")}
    pass_time(site, rules.IDLE["store"])
    wanted = again(browser.post("/signin/again", **form))
    browser.try_to_sign_in("hanako@example.jp", next=wanted)
    assert "パスワード（もう一度入力してください）" in browser.text
    assert "unlikely" not in browser.page.text
    with site.open() as world:
        assert not [s for s in world.db.query(WebSession) if "unlikely" in str(s.data)]


def test_a_form_of_another_session_can_be_sent_again(site: Site) -> None:
    """A form from before the sign-out is refused, keeps what was typed, and is offered once more."""
    browser = signed_in(site, person(site)).get("/account/address")
    form = {**ADDRESS, "csrf_token": browser.hidden("csrf_token")}
    browser.post("/signout")
    browser.try_to_sign_in("hanako@example.jp")
    browser.post("/account/address", **form)
    assert (browser.status, "もう一度お試しください" in browser.text) == (400, True)
    kept = {name: browser.hidden(name) for name in form}
    assert browser.post("/account/address", **kept).path == "/account"
    assert "お届け先を保存しました。" in browser.text


@pytest.mark.parametrize("given", ["", "x", None])
def test_a_sign_in_without_its_token_asks_for_the_password_again(site: Site, given: str | None) -> None:
    """The address stays, the password does not, and nobody is signed in."""
    person(site)
    form = {"email": "hanako@example.jp", "password": OPEN_SESAME}
    browser = visitor(site)
    browser.post("/signin", **form, csrf_token=given)
    assert browser.status == 400
    assert "hanako@example.jp" in browser.text
    assert OPEN_SESAME not in browser.page.text


def test_a_form_from_elsewhere_is_not_sent_on(site: Site) -> None:
    """What another site's page sent is refused, and not offered again."""
    browser = visitor(site)
    form = {**ADDRESS, "csrf_token": "x"}
    answer = browser.client.post(
        "/account/address", data=form, base_url=browser.base, headers={"Origin": "http://evil.example.com"}
    )
    assert answer.status_code == 400
    assert ADDRESS["street"] not in answer.text


def test_two_windows_share_the_time_out(site: Site) -> None:
    """Signing in in one window is enough; the other's form is offered to be sent again."""
    first = signed_in(site, person(site)).get("/account/address")
    form = {**ADDRESS, "csrf_token": first.hidden("csrf_token")}
    pass_time(site, rules.IDLE["store"])
    first.get("/account").try_to_sign_in("hanako@example.jp")
    first.post("/account/address", **form)
    assert first.status == 400
    assert first.post("/account/address", **{n: first.hidden(n) for n in form}).path == "/account"


def test_other_sessions_can_be_ended(site: Site) -> None:
    """All but the one that acts, at every site; or all of them (A-08, C-05)."""
    account = person(site)
    here, there, kdp = signed_in(site, account), signed_in(site, account), signed_in(site, account, "kdp")
    with site.open(write=True) as world:
        identity.end_others(world, account, here.token())
    assert [b.get(p).path == p for b, p in ((here, "/account"), (there, "/account"), (kdp, "/bookshelf"))] == [
        True,
        False,
        False,
    ]
    close(site, account)
    assert here.get("/account").path == "/signin"


def test_a_proof_lasts_ten_minutes(site: Site) -> None:
    """A password typed once more is not asked for again for ten minutes, to the second (A-01)."""
    browser = signed_in(site, person(site))
    browser.post("/signin/again", password=OPEN_SESAME, next="/account/security")
    for later, path in ((-SECOND, "/account/security"), (SECOND, "/signin/again")):
        pass_time(site, rules.PROOF_LASTS + later if later < timedelta() else later)
        assert browser.get("/account/security").path == path


def test_nothing_of_one_person_is_left_for_the_next(site: Site) -> None:
    """Whoever signs in over somebody else's session finds nothing of it, and the old token is gone."""
    first = signed_in(site, person(site))
    person(site, email="taro@example.jp", password="another horse")
    with site.open(write=True) as world:
        (row,) = world.db.query(WebSession)
        row.data = {**row.data, "private": "unlikely words"}
    first.try_to_sign_in("taro@example.jp", "another horse")
    with site.open() as world:
        assert not [row for row in world.db.query(WebSession) if "private" in row.data]


def test_a_token_from_before_the_password_is_not_the_one_that_waits(site: Site) -> None:
    """On KDP the token changes with the password, and once more with the code."""
    person(site)
    browser = visitor(site, "kdp").get("/signin")
    before = browser.token()
    browser.try_to_sign_in("hanako@example.jp")
    with site.open() as world:
        waiting = [row.token for row in world.db.query(WebSession) if "pending" in row.data]
    assert waiting == [browser.token()]
    assert browser.token() != before


@pytest.mark.parametrize("where", ["store", "kdp"])
def test_private_pages_are_not_kept_for_the_way_back(site: Site, where: str) -> None:
    """What somebody signed in was shown is not to be read with “back” after the sign-out."""
    browser = signed_in(site, person(site), where)
    assert browser.client.get(HOME[where], base_url=browser.base).headers["Cache-Control"] == "no-store"
    stranger = visitor(site, where)
    assert "Cache-Control" not in stranger.client.get("/signin", base_url=stranger.base).headers
