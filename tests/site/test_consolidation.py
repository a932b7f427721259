"""Consolidating two libraries, seen through the site: who may, what changes, and whom it shows to (K-01 to K-11)."""

from typing import Literal

import pytest

from mock_site.identity import service as identity
from mock_site.kindle import joined
from mock_site.kindle import service as kindle
from mock_site.pocket import service as pocket
from tests.site.libraries import EMAIL, by_agent, consolidate, japanese, links, overseas, skus, stock, titles
from tests.site.shopping import OPEN_SESAME, Site, at_once, wait
from tests.site.signing import close, person, signed_in, visitor

WRONG = "The email address or the password is wrong."
DONE = "/kindle/consolidation/done"


@pytest.mark.parametrize("path", ["/kindle", "/kindle/consolidation", "/kindle/consolidation/account", DONE])
def test_nobody_gets_there_without_signing_in(site: Site, path: str) -> None:
    """Each page asks for the sign-in at its own site first."""
    assert visitor(site, "com").get(path).path == "/signin"


def test_the_stores_page_asks_for_the_sign_in(site: Site) -> None:
    """So does 「コンテンツと端末の管理」."""
    assert visitor(site).get("/account/kindle").path == "/signin"


def test_the_account_leads_to_the_library(site: Site) -> None:
    """「アカウントサービス」 has the door."""
    assert 'href="/account/kindle"' in signed_in(site, japanese(site)).get("/account").page.text


def test_it_shows_at_once_to_sessions_that_were_open(site: Site) -> None:
    """By oneself, both stores show it to whoever is signed in already (K-03)."""
    here, there = japanese(site, "a", "b"), overseas(site, "b", "c")
    store, com = signed_in(site, here), signed_in(site, there, "com")
    assert consolidate(com).path == DONE
    assert [titles(store.get("/account/kindle")).count(f"本{sku}") for sku in "abc"] == [1, 1, 1]
    assert [titles(com.get("/kindle")).count(f"本{sku}") for sku in "abc"] == [1, 1, 1]
    assert "Your libraries are consolidated." in com.text


def test_a_link_is_a_row_and_the_books_stay(site: Site) -> None:
    """Nothing is moved: who bought what is as before."""
    here, there = japanese(site, "a"), overseas(site, "a", "b")
    consolidate(signed_in(site, there, "com"))
    (link,) = links(site)
    assert (link["com_account_id"], link["jp_account_id"], link["how"]) == (there, here, "self")
    assert "hidden_from" not in link
    with site.open() as world:
        assert [book.sku for book in kindle.library(world, here)] == ["a"]
        assert [book.sku for book in kindle.library(world, there)] == ["a", "b"]


def test_both_are_told_by_mail(site: Site) -> None:
    """Each address gets a mail in its language, with the way to its page."""
    japanese(site, email="here@example.jp")
    consolidate(signed_in(site, overseas(site), "com"), email="here@example.jp")
    with site.open() as world:
        told = {message.to: message for message in pocket.messages(world, kind="mail")}
    assert told[EMAIL].subject == "[Mihonya] Your Kindle libraries have been consolidated"
    assert "June 1, 2026, 01:00 GMT" in told[EMAIL].text
    assert told["here@example.jp"].subject == "【Mihonya】Kindleライブラリの統合が完了しました"
    assert "2026年6月1日(月) 10:00" in told["here@example.jp"].text
    paths = [[link["path"] for link in message.links] for message in told.values()]
    assert paths == [["/kindle"], ["/account/kindle", "/account/kindle/separation"]]


@pytest.mark.parametrize(
    ("email", "password", "told"),
    [
        ("nobody@example.com", OPEN_SESAME, WRONG),
        (EMAIL, "wrong horse", WRONG),
        (EMAIL, OPEN_SESAME.upper(), WRONG),
        (EMAIL, "battery staple", "That is the account you are signed in with."),
        (EMAIL.upper(), "battery staple", "That is the account you are signed in with."),
        ("kazue@example", OPEN_SESAME, "username@domain.com"),
        ("", OPEN_SESAME, "username@domain.com"),
        (EMAIL, "", "Enter your password."),
        ("a" * 300 + "@example.com", OPEN_SESAME, "254 characters"),
        ("<script>alert(1)</script>@example.com", OPEN_SESAME, "username@domain.com"),
    ],
)
def test_wrong_credentials_change_nothing(site: Site, email: str, password: str, told: str) -> None:
    """The words are English, the address stays, the password does not (K-04)."""
    japanese(site, "a")
    there = overseas(site, "b")
    com = consolidate(signed_in(site, there, "com"), email, password)
    assert 400 <= com.status < 500
    assert told in com.text
    assert "<script>alert" not in com.page.text
    assert password == "" or f'value="{password}"' not in com.page.text
    assert links(site) == []
    assert skus(site, there) == ["b"]


def test_missing_fields_are_a_bad_request(site: Site) -> None:
    """A form without its fields is refused, not a server error."""
    com = signed_in(site, overseas(site), "com")
    com.post("/kindle/consolidation/account")
    assert com.status == 400


def test_five_wrong_ones_lock_the_japanese_account(site: Site) -> None:
    """They count as at the sign-in of the Japanese store, which is locked by them, too; `com` is not."""
    japanese(site)
    com = signed_in(site, overseas(site), "com")
    for _ in range(5):
        assert WRONG in consolidate(com, password="wrong horse").text
        wait(site, seconds=20)
    assert consolidate(com).status == 429
    assert "Please wait a while" in com.text
    assert visitor(site).try_to_sign_in(EMAIL).status == 429
    assert visitor(site, "com").try_to_sign_in(EMAIL, "battery staple").status == 200
    wait(site, minutes=15)
    assert consolidate(com).path == DONE


def test_a_closed_japanese_account_is_refused(site: Site) -> None:
    """Nobody consolidates with an account that is closed; the page says so in English."""
    close(site, japanese(site))
    com = consolidate(signed_in(site, overseas(site), "com"))
    assert "This account was closed" in com.text
    assert links(site) == []


def test_twice_is_once(site: Site) -> None:
    """Sent again, by a double click or from another tab, it is done and stays one link with one mail each."""
    japanese(site, "a")
    there = overseas(site, "b")
    first, second = signed_in(site, there, "com"), signed_in(site, there, "com")
    token = [first.csrf(), second.csrf()]
    form = {"email": EMAIL, "password": OPEN_SESAME}
    at_once(
        lambda: first.post("/kindle/consolidation/account", **form, csrf_token=token[0]),
        lambda: second.post("/kindle/consolidation/account", **form, csrf_token=token[1]),
    )
    assert first.path == second.path == DONE
    assert consolidate(first).path == DONE
    assert first.get("/kindle/consolidation").path == DONE
    assert first.get("/kindle/consolidation/account").path == DONE
    assert len(links(site)) == 1
    with site.open() as world:
        assert len(pocket.messages(world, to=EMAIL)) == 2


def test_a_library_has_one_partner(site: Site) -> None:
    """Neither a second Japanese account nor a second one of `com` joins."""
    japanese(site, "a")
    other_here = japanese(site, "z", email="other@example.jp")
    there = overseas(site, "b")
    other_there = overseas(site, "y", email="other@example.com")
    com = consolidate(signed_in(site, there, "com"))
    refused = consolidate(com, email="other@example.jp")
    assert (refused.status, "already consolidated" in refused.text) == (409, True)
    refused = consolidate(signed_in(site, other_there, "com"))
    assert (refused.status, "already consolidated" in refused.text) == (409, True)
    assert skus(site, other_here) == ["z"]
    assert skus(site, other_there) == ["y"]


def test_some_are_turned_down(site: Site) -> None:
    """With the right password they read why they cannot, with a wrong one that it is wrong (K-05)."""
    japanese(site, "a")
    there = overseas(site, "b")
    with site.open(write=True) as world:
        kindle.bar(world, there)
    com = signed_in(site, there, "com")
    assert WRONG in consolidate(com, password="wrong horse").text
    refused = consolidate(com)
    assert (refused.status, "We are unable to consolidate your libraries" in refused.text) == (409, True)
    assert OPEN_SESAME not in refused.page.text
    assert links(site) == []


def test_the_end_is_for_those_who_came_there(site: Site) -> None:
    """Others are led back from its address, and from that of the code."""
    com = signed_in(site, overseas(site), "com")
    assert com.get(DONE).path == "/kindle"
    assert com.get("/kindle/consolidation/code").path == "/kindle/consolidation/account"
    for form in ({"code": "123456"}, {"recovery": "yes", "code": "ABCDE-FGHJK"}):
        assert com.post("/kindle/consolidation/code", **form).path == "/kindle/consolidation/account"
    assert com.post("/kindle/consolidation/code/resend").path == "/kindle/consolidation/account"


def test_an_agents_link_shows_after_signing_in_again(site: Site) -> None:
    """Sessions that were open keep the old library, at both stores; new ones show both (K-11)."""
    here, there = japanese(site, "a"), overseas(site, "b")
    store, com = signed_in(site, here), signed_in(site, there, "com")
    store.csrf(), com.csrf()
    assert by_agent(site, there) == "done"
    assert "本b" not in store.get("/account/kindle").text
    assert "本a" not in com.get("/kindle").text
    assert "Learn more" in com.text
    com.post("/signout")
    com.try_to_sign_in(EMAIL, "battery staple")
    assert "本a" in com.get("/kindle").text
    assert "Your libraries are consolidated." in com.text
    store.post("/signout")
    store.try_to_sign_in(EMAIL)
    assert "本b" in store.get("/account/kindle").text


def test_time_alone_does_not_show_an_agents_link(site: Site) -> None:
    """It is the sign-in that counts, not the clock: a session that goes on shows the old library (K-11)."""
    here, there = japanese(site, "a"), overseas(site, "b")
    store = signed_in(site, here).get("/account")
    by_agent(site, there)
    for _ in range(3):
        wait(site, minutes=10)
        assert "本b" not in store.get("/account/kindle").text


def test_an_agent_helps_those_who_were_turned_down(site: Site) -> None:
    """What one cannot do by oneself, an agent can (K-11)."""
    japanese(site, "a")
    there = overseas(site, "b")
    with site.open(write=True) as world:
        kindle.bar(world, there)
    assert by_agent(site, there) == "done"
    assert skus(site, there) == ["a", "b"]
    assert consolidate(signed_in(site, there, "com")).path == DONE


def test_what_an_agent_cannot_link(site: Site) -> None:
    """Unknown and ambiguous addresses, closed accounts, libraries that have a partner; each changes nothing."""
    there, other = overseas(site), overseas(site, email="other@example.com")
    assert by_agent(site, there, "nobody@example.jp") == "unknown"
    assert by_agent(site, there) == "unknown"  # the address is this account's own, and no Japanese one's
    assert by_agent(site, there, "<script>") == "unknown"
    closed = japanese(site, email="gone@example.jp")
    close(site, closed)
    assert by_agent(site, there, "gone@example.jp") == "unknown"
    japanese(site, email="twice@example.jp")
    person(site, "twice@example.jp", "another horse")
    assert by_agent(site, there, "twice@example.jp") == "unknown"
    japanese(site)
    assert by_agent(site, there, f" {EMAIL.upper()} ") == "done"
    assert by_agent(site, there) == "already"
    assert by_agent(site, other) == "refused"


def test_by_oneself_after_an_agent_shows_it(site: Site) -> None:
    """Whoever does it again without signing in anew sees the libraries joined."""
    here, there = japanese(site, "a"), overseas(site, "b")
    com = signed_in(site, there, "com").get("/kindle")
    by_agent(site, there)
    assert consolidate(com).path == DONE
    assert "本a" in com.get("/kindle").text
    assert links(site)[0]["jp_account_id"] == here


@pytest.mark.parametrize("closes", ["here", "there"])
def test_closing_one_account_parts_the_libraries(site: Site, closes: str) -> None:
    """The other keeps what it bought, and nothing else (C-05)."""
    accounts = {"here": japanese(site, "a"), "there": overseas(site, "b")}
    consolidate(signed_in(site, accounts["there"], "com"))
    close(site, accounts.pop(closes))
    ((where, left),) = accounts.items()
    assert skus(site, left) == (["a"] if where == "here" else ["b"])
    assert links(site) == []


def test_pages_of_a_long_library(site: Site) -> None:
    """Twenty titles a page; what is no page leads to the nearest."""
    there = stock(site, overseas(site), *(f"-{n:02}-" for n in range(41)))
    com = signed_in(site, there, "com")
    assert "41 titles" in com.get("/kindle").text
    assert len(titles(com)) == 20
    assert "本-00-" in com.get("/kindle?page=3").text
    assert len(titles(com)) == 1
    for odd in ("99", "4"):
        assert "本-00-" in com.get(f"/kindle?page={odd}").text
    for odd in ("0", "-1", "x", "<script>"):
        assert "本-40-" in com.get(f"/kindle?page={odd}").text


def test_linking_by_hand_lets_it_be_known(site: Site) -> None:
    """Other areas hear `libraries.consolidated`."""
    here, there = japanese(site), overseas(site)
    with site.open(write=True) as world:
        joined.link(world, there, here, how="self")
        assert {"kind": "libraries.consolidated", "com": there, "jp": here, "how": "self"}.items() <= next(
            told for told in world.happened if told["kind"] == "libraries.consolidated"
        ).items()
        assert [a.marketplace for a in identity.everybody(world)] == ["jp", "com"]


@pytest.mark.parametrize(("how", "shows"), [("agent", False), ("self", True)])
def test_whoever_makes_an_agents_link_hides_it(site: Site, how: Literal["agent", "self"], shows: bool) -> None:
    """No caller has to think of the sessions that are open; one's own link shows at once (K-03, K-11)."""
    here, there = japanese(site, "a"), overseas(site, "b")
    store = signed_in(site, here)
    store.get("/account/kindle")
    with site.open(write=True) as world:
        joined.link(world, there, here, how=how)
    assert ("本b" in store.get("/account/kindle").text) is shows
    assert "本b" in signed_in(site, here).get("/account/kindle").text
