"""The front page's people: added with one click, shown with what is special, and signed in as with one click."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from mock_site.control import personas
from mock_site.control import service as control
from mock_site.front.looking import PEOPLE
from mock_site.identity import passwords, rules_codes, two_step
from mock_site.identity import service as identity
from mock_site.pocket import service as pocket
from tests.site.desk import Desk, section, words
from tests.site.shopping import Shopper
from tests.site.signing import Visitor

HOME = {"store": "/", "com": "/", "kdp": "/bookshelf", "seller": "/"}
SEEN = {"store": "サインアウト", "com": "Sign out", "kdp": "サインアウト", "seller": "サインアウト"}
"""By site, where the hand-over leads, and what shows that somebody is signed in there."""


def person(desk: Desk, account: int) -> str:
    """What the page says of somebody."""
    found = re.search(rf'<li id="person-{account}".*?</li>', desk.look().text, re.DOTALL)
    assert found is not None
    return words(found[0])


def follow(client: FlaskClient, location: str) -> Any:
    """Open what a click leads to, as a browser does."""
    host, _, path = location.removeprefix("http://").partition("/")
    return client.get(f"/{path}", base_url=f"http://{host}")


def test_all_ready_made_people_can_be_added(desk: Desk) -> None:
    """Each with one click, twice, each time under an address of its own; the page tells who is whose."""
    for turn in (1, 2):
        for name in personas.ready_made():
            desk.add(name, turn)
    with desk.open() as world:
        everybody = identity.everybody(world)
    people = sum(len(one.people) for one in personas.ready_made().values())
    assert len(everybody) == 2 * people
    shared = {e.email for e in everybody if [o.email for o in everybody].count(e.email) > 1 and e.email}
    assert shared == {f"{name}@example.jp" for login in ("umi", "kobamu", "ayumi") for name in (login, f"{login}.2")}
    shown = words(section(desk.look("/?world=w1&people=1000").text, "people"))
    assert all(shown.count(one.title) == 2 * len(one.people) for one in personas.ready_made().values())


def test_what_is_special_is_told(desk: Desk) -> None:
    """In a few words each, as it stands now."""
    for name, traits in {
        "prime": "Prime 1-Click",
        "codes-by-text": "codes by text",
        "mobile-number": "signs in by number",
        "old-password": "short password",
        "much-to-lose": "Prime Kindle Unlimited",
        "closed": "closed",
        "author": "codes by text author of 2, 1 on sale",
        "createspace": "codes by text from CreateSpace author of 1",
        "seller": "seller",
    }.items():
        assert f"{personas.find(name).title} {traits} " in person(desk, desk.add(name))
    account = desk.add("refused-library")
    assert "English store library refused" in person(desk, account + 1)


def test_recovery_codes_are_shown_until_there_are_others(desk: Desk) -> None:
    """As they were given; they work."""
    account = desk.add("codes-by-text")
    codes = re.findall(r"[A-Z0-9]{5}-[A-Z0-9]{5}", person(desk, account))
    assert len(codes) == rules_codes.RECOVERY_CODES
    with desk.open(write=True) as world:
        identity.take_recovery_code(world, identity.account(world, account), codes[0])
        assert "Recovery codes" in person(desk, account)
    with desk.open(write=True) as world:
        two_step.give_recovery_codes(world, identity.account(world, account))
    assert "Recovery codes" not in person(desk, account)


def test_the_password_is_shown_and_signs_in_by_hand(desk: Desk) -> None:
    """Somebody who was added here can be signed in as by hand, too."""
    account = desk.add("shopper")
    found = re.search(r"Password (Mihon-[0-9a-f]+)", person(desk, account))
    assert found is not None
    browser = Visitor(desk.app.test_client(), "http://store.w1.localhost")
    assert browser.try_to_sign_in("hanako@example.jp", found[1]).get("/account").path == "/account"


def test_a_password_is_shown_only_where_it_is_known(desk: Desk) -> None:
    """Not of somebody who came otherwise, and no longer once it was changed."""
    other = desk.make(name="見本 花子")["id"]
    assert "Password" not in person(desk, other)
    account = desk.add("shopper")
    assert "Password" in person(desk, account)
    with desk.open(write=True) as world:
        passwords.set_password(world, identity.account(world, account), "another horse")
    assert "Password" not in person(desk, account)


def test_programs_are_told_no_secrets(desk: Desk) -> None:
    """Neither passwords nor ways in are part of a world's state."""
    account = desk.add("shopper")
    desk.click(account)
    with desk.open() as world:
        told = control.state(world)
    assert told["front_people"] == [{"account_id": account, "persona": "shopper", "turn": 1}]
    assert [set(row) for row in told["hand_overs"]] == [{"account_id", "site", "made_at"}]


def test_a_form_that_is_sent_twice_adds_once(desk: Desk) -> None:
    """A double click is one click; pressed again on the new page, the button adds another."""
    assert desk.add("shopper") == desk.add("shopper") == 1
    assert 'value="shopper/2"' in desk.look().text
    assert desk.add("shopper", 2) == 2
    assert "hanako.2@example.jp" in person(desk, 2)


def test_addresses_that_somebody_has_are_left_alone(desk: Desk) -> None:
    """Whoever got them first, and however they are written."""
    desk.make(email="HANAKO@example.jp", phone="+819012340013")
    added = person(desk, desk.add("shopper"))
    assert "hanako.2@example.jp" in added
    assert "090-1234-0013" not in added


@pytest.mark.parametrize("asked", ["nobody/1", "", "/", "shopper/x", "shopper"])
def test_unknown_personas(desk: Desk, asked: str) -> None:
    """Are refused in words; a number that is none adds the first."""
    sent = desk.send("/front/people", persona=asked)
    assert (sent.status_code, sent.location) == ((303, "/?world=w1#person-1") if "shop" in asked else (404, None))


def test_an_authenticator_is_set_up(desk: Desk) -> None:
    """Whose codes come from an app has them on the telephone, which the page leads to."""
    account = desk.add("codes-from-an-app")
    assert "Authenticator" in person(desk, account)
    phone = desk.client.get("/+819012340008/authenticator/", base_url="http://phone.w1.localhost")
    assert re.search(r'value="\d{6}"', phone.text)
    assert 'href="http://phone.w1.localhost:8000/+819012340008/authenticator/"' in desk.look().text


def test_an_order_waits_to_be_paid(desk: Desk) -> None:
    """Its numbers come by mail with the next event, as the persona's sentence says."""
    desk.add("order-to-pay")
    to = re.search(r'name="to" value="([^"]+)">To the next event', desk.look().text)
    assert to is not None
    desk.send("/front/clock", to=to[1])
    with desk.open() as world:
        assert [m.topic for m in pocket.messages(world, "konbini@example.jp")] == [
            "order-confirmation",
            "payment-number",
        ]


def test_long_lists_begin_with_the_newest(desk: Desk) -> None:
    """The others are one click away."""
    for turn in range(1, PEOPLE + 4):
        desk.make(name=f"見本 {turn}子")
    page = desk.look().text
    assert page.count('class="person"') == PEOPLE
    assert f"{PEOPLE + 3}子" in section(page, "people")
    assert f"Show all {PEOPLE + 3}" in words(page)
    assert desk.look("/?world=w1&people=1000").text.count('class="person"') == PEOPLE + 3


# Signing in with one click


@pytest.mark.parametrize(("persona", "site"), [("shopper", "store"), ("author", "kdp"), ("seller", "seller")])
def test_one_click_signs_in(desk: Desk, persona: str, site: str) -> None:
    """At the site of the button, though KDP asks everybody else for a code; twice pressed, it still does."""
    account = desk.add(persona)
    for _ in range(2):
        led = desk.click(account, site)
        assert led.status_code == 303
        assert led.location.startswith(f"http://{site}.w1.localhost:8000/")
        answer = follow(desk.client, led.location)
        assert (answer.status_code, answer.location) == (303, HOME[site])
        cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        shown = desk.client.get(HOME[site], base_url=f"http://{site}.w1.localhost:8000")
        assert (shown.status_code, SEEN[site] in shown.text) == (200, True)


def test_the_english_store(desk: Desk) -> None:
    """Has accounts of its own: the page offers it to them, and nothing else."""
    japanese = desk.add("both-marketplaces")
    for account, sites in ((japanese, ["store", "kdp"]), (japanese + 1, ["com"])):
        found = re.search(rf'<li id="person-{account}".*?</li>', desk.look().text, re.DOTALL)
        assert found is not None
        assert re.findall(r'name="site" value="(\w+)"', found[0]) == sites
    follow(desk.client, desk.click(japanese + 1, "com").location)
    shown = desk.client.get("/", base_url="http://com.w1.localhost:8000")
    assert SEEN["com"] in shown.text
    for account, site in ((japanese, "com"), (japanese + 1, "store")):
        assert desk.click(account, site).status_code == 409


def test_a_way_in_works_once(desk: Desk) -> None:
    """And at its own site only; afterwards a page says in plain words what to do."""
    led = desk.click(desk.add("shopper")).location
    elsewhere = follow(desk.app.test_client(), led.replace("//store.", "//kdp."))
    assert elsewhere.status_code == 404
    assert follow(desk.client, led).status_code == 303
    for client in (desk.client, desk.app.test_client()):
        used = follow(client, led)
        assert used.status_code == 404
        assert "Tadoruのページに戻り、もう一度ボタンを押してください" in used.text
    unknown = desk.app.test_client().get("/signin/by-hand/0000", base_url="http://com.w1.localhost")
    assert (unknown.status_code, "Go back to Tadoru" in unknown.text) == (404, True)


def test_only_the_newest_way_in_works(desk: Desk) -> None:
    """And not for long, where the clock moves."""
    account = desk.add("shopper")
    first, second = desk.click(account).location, desk.click(account).location
    assert follow(desk.app.test_client(), first).status_code == 404
    with desk.open(write=True) as world:
        world.advance(timedelta(seconds=61))
    assert follow(desk.app.test_client(), second).status_code == 404
    third = desk.click(account).location
    with desk.open(write=True) as world:
        world.advance(timedelta(seconds=60))
    assert follow(desk.app.test_client(), third).status_code == 303


def test_a_session_from_before_is_worth_nothing(desk: Desk) -> None:
    """Whoever knew the browser's session before the click is not signed in by it."""
    browser = Shopper(desk.app.test_client(), "http://store.w1.localhost:8000").get("/gift-cards")
    known = browser.client.get_cookie("session", domain="store.w1.localhost")
    assert known is not None
    follow(browser.client, desk.click(desk.add("shopper")).location)
    assert browser.get("/account").path == "/account"
    stranger = Shopper(desk.app.test_client(), browser.base)
    stranger.client.set_cookie("session", known.value, domain="store.w1.localhost")
    assert stranger.get("/account").path == "/signin"


def test_the_next_person_takes_the_browser_over(desk: Desk) -> None:
    """The one before is signed out there, and leaves nothing behind."""
    first, second = desk.add("shopper"), desk.add("prime")
    for account in (first, second):
        follow(desk.client, desk.click(account).location)
    shown = desk.client.get("/account", base_url="http://store.w1.localhost:8000").text
    assert ("会員 速" in shown, "見本 花子" in shown) == (True, False)
    with desk.open() as world:
        assert identity.session_tokens(world, first) == []


@pytest.mark.parametrize("site", ["nowhere", "//example.com", "store.example.com/", "kindle", "mail", ""])
def test_nobody_is_led_elsewhere(desk: Desk, site: str) -> None:
    """A site that one does not sign in at is refused in words, whatever its name."""
    refused = desk.click(desk.add("shopper"), site)
    assert (refused.status_code, refused.location) == (409, None)
    assert "does not sign in" in refused.text


def test_nobody_and_closed_accounts(desk: Desk) -> None:
    """An account that is not there, and one that is closed, before the click or after it."""
    assert desk.click(99).status_code == 404
    assert desk.click(desk.add("closed")).status_code == 409
    account = desk.add("shopper")
    led = desk.click(account).location
    with desk.open(write=True) as world:
        identity.close(world, account)
    assert follow(desk.app.test_client(), led).status_code == 404
    assert 'name="site"' not in section(desk.look().text, "people")


def test_markup_in_names_stays_text(desk: Desk) -> None:
    """Of people and of what is sent to them."""
    account = desk.make(name="<b>花子</b>", phone="+819012345678")["id"]
    with desk.open(write=True) as world:
        pocket.send_sms(world, topic="personal", to="+819012345678", text="<i>482910</i>", sender="<u>太郎</u>")
    page = desk.look().text
    assert not any(tag in page for tag in ("<b>花子", "<i>48", "<u>太郎"))
    assert "<b>花子</b>" in person(desk, account)
    assert "&lt;i&gt;<code>482910</code>&lt;/i&gt;" in page
