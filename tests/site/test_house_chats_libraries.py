"""An agent at com and an address that is not the customer's own: its owner is asked, and alone decides (K-11)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from mock_site.kindle import service as kindle
from mock_site.orders import service as orders
from mock_site.pocket.models import Message
from mock_site.support import effects, service
from mock_site.support.models import Chat
from tests.site.libraries import EMAIL, consolidate, japanese, links, overseas, skus
from tests.site.shopping import Site
from tests.site.signing import signed_in, visitor

ASKER = "asker@example.com"
MINE, THEIRS = "mine", "theirs"


def told(site: Site, account: int, address: str) -> list[str]:
    """What the agent says once the address was told, without numbers."""
    with site.open(write=True) as world:
        chat = service.begin(world, account, "libraries", "com")
        for said in ("person", 1, "libraries", 1, "only the libraries", "Firefox", "same", 2, "Japan", address, 3):
            if isinstance(said, int):
                world.advance(timedelta(minutes=said))
            else:
                service.answer(world, account, chat.id, said=said, turn=str(chat.turn))
        lines = [line.text for line in world.db.get_one(Chat, chat.id).lines if line.by == "agent"]
        service.end(world, account, chat.id)
    at = max(place for place, line in enumerate(lines) if "give me a moment" in line)
    return [re.sub(r"Q\d{3}-\d{3}-\d{3}", "Q", line).replace(address, "…") for line in lines[at + 1 :]]


def approval(site: Site) -> str | None:
    """Where the newest mail that asks for an approval leads."""
    with site.open() as world:
        asked = [m for m in world.db.scalars(select(Message).order_by(Message.id)) if "ご確認のお願い" in m.subject]
        assert all(m.to == EMAIL for m in asked)
        found = asked and re.search(r"/account/kindle/approval/[0-9a-f]+", str(asked[-1].links))
        return found[0] if found else None


@pytest.fixture
def asker(site: Site) -> int:
    """Who asks at com."""
    return overseas(site, MINE, email=ASKER)


@pytest.fixture
def owner(site: Site) -> int:
    """Whose library is asked for."""
    return japanese(site, THEIRS)


@pytest.fixture
def link(site: Site, asker: int, owner: int) -> str:
    """The link that the owner was sent."""
    told(site, asker, EMAIL)
    found = approval(site)
    assert found is not None
    return found


def test_nobody_learns_whether_an_address_has_an_account(site: Site, asker: int) -> None:
    """The words are the same without an account, with one, and with one that is linked with somebody else."""
    nobody = told(site, asker, EMAIL)
    assert approval(site) is None
    owned = japanese(site, THEIRS)
    assert told(site, asker, EMAIL) == nobody
    assert "if there is an account" in nobody[0]
    with site.open(write=True) as world:
        kindle.link_by_agent(world, asker, EMAIL)
        kindle.separate(world, owned)
    assert told(site, asker, EMAIL) == nobody
    assert not links(site)


def test_an_address_that_was_asked_for_changes_nothing(site: Site, asker: int, owner: int, link: str) -> None:
    """Neither library shows the other's books (K-11)."""
    assert link
    assert (links(site), skus(site, asker), skus(site, owner)) == ([], [MINE], [THEIRS])


def test_the_owner_approves(site: Site, asker: int, owner: int, link: str) -> None:
    """The link asks first, joins once, and shows after signing in again; twice it is told that it is done (K-11)."""
    browser = signed_in(site, owner).get(link)
    assert "統合を承認しますか" in browser.text
    assert not links(site)
    browser.post(link, answer="approve")
    assert "統合を承認しました" in browser.text
    assert [one["how"] for one in links(site)] == ["agent"]
    assert "本mine" not in browser.page.text
    assert "本mine" in signed_in(site, owner).get("/account/kindle").page.text
    assert sorted(skus(site, asker)) == sorted(skus(site, owner)) == [MINE, THEIRS]
    browser.post(link, answer="approve")
    assert "統合を承認しました" not in browser.get(link).text
    assert len(links(site)) == 1


@pytest.mark.parametrize("answer", ["decline", "", "yes"])
def test_the_owner_does_not_approve(site: Site, asker: int, owner: int, link: str, answer: str) -> None:
    """Nothing changes, and the link is good no longer."""
    browser = signed_in(site, owner).post(link, answer=answer)
    assert "承認しませんでした" in browser.text
    assert "すでに使用されています" in browser.post(link, answer="approve").text
    assert (links(site), skus(site, asker)) == ([], [MINE])


@pytest.mark.parametrize(("seconds", "lapsed"), [(-1, False), (0, False), (1, True)])
def test_the_link_lapses_after_a_day(site: Site, owner: int, link: str, seconds: int, lapsed: bool) -> None:
    """To the second; a lapsed one changes nothing."""
    with site.open(write=True) as world:
        world.advance(timedelta(hours=24, seconds=seconds))
    browser = signed_in(site, owner).post(link, answer="approve")
    assert ("有効期限が切れています" in browser.text) is lapsed
    assert (links(site) == []) is lapsed


def test_somebody_else_cannot_approve(site: Site, link: str) -> None:
    """Signed in as another, the link is nobody's; without signing in it asks for that first."""
    other = japanese(site, "other", email="other@example.jp")
    browser = signed_in(site, other).post(link, answer="approve")
    assert "サインイン中のアカウントのものではありません" in browser.text
    assert "サインイン" in visitor(site).get(link).text
    assert not links(site)


def test_a_library_that_was_linked_meanwhile_stays_so(site: Site, owner: int, link: str) -> None:
    """An approval that comes too late is told so."""
    consolidate(signed_in(site, overseas(site, email="second@example.com"), "com"))
    (before,) = links(site)
    assert "すでに統合されています" in signed_in(site, owner).post(link, answer="approve").text
    assert links(site) == [before]


def test_an_owner_is_not_asked_without_end(site: Site, asker: int, owner: int) -> None:
    """Three mails at most, until one of them is used or lapses."""
    for _ in range(5):
        told(site, asker, EMAIL)
    with site.open() as world:
        asked = [m for m in world.db.scalars(select(Message)) if "ご確認のお願い" in m.subject]
    assert len(asked) == 3


def missing(site: Site, account: int, title: str, conversation: str = "missing", where: str = "store") -> str:
    """What the agent finds of a book that is missed."""
    with site.open(write=True) as world:
        chat = service.begin(world, account, conversation, where)
        service.answer(world, account, chat.id, said=title, turn=str(chat.turn))
        world.advance(timedelta(minutes=1))
        found = [line.text for line in chat.lines if "お待たせ" in line.text or "for waiting" in line.text]
        service.end(world, account, chat.id)
    return found[-1]


def test_a_missing_book_is_looked_for_where_it_can_be(site: Site, asker: int, owner: int) -> None:
    """In the library, undone, deleted for good, in the linked library, or bought elsewhere (M-04, K-11)."""
    with site.open(write=True) as world:
        orders.buy_ebook(world, owner, sku="e-1", title="灯台守の手紙", price=480, key="1")
        undone = orders.buy_ebook(world, owner, sku="e-2", title="雪の暗号", price=480, key="2").number
        orders.cancel_ebook(world, owner, undone, by="app")
    assert "ライブラリにございます" in missing(site, owner, "灯台守の手紙")
    assert "お客様の操作ですでにキャンセルされておりました" in missing(site, owner, "雪の暗号")
    assert "見つかりませんでした" in missing(site, owner, "苔の庭")
    signed_in(site, owner).post("/account/kindle/titles/e-1/delete")
    assert "ライブラリから完全に削除されています" in missing(site, owner, "灯台守の手紙")
    assert "is in your library" in missing(site, asker, "本mine", "missing-com", "com")
    assert "cannot find" in missing(site, asker, "本theirs", "missing-com", "com")
    with site.open(write=True) as world:
        kindle.link_by_agent(world, asker, EMAIL)
    assert "sign out and sign in again" in missing(site, asker, "本theirs", "missing-com", "com")
    assert "統合されたもう一方" in missing(site, owner, "本mine")


def test_a_missing_book_can_be_told_by_its_order(site: Site, owner: int) -> None:
    """By its number, whole or as it is shown: found in the library as by its title, or deleted for good (M-04)."""
    with site.open(write=True) as world:
        number = orders.buy_ebook(world, owner, sku="e-1", title="灯台守の手紙", price=480, key="1").number
    told = (number, orders.masked(number), "灯台守の手紙")
    assert all("『灯台守の手紙』は" in (found := missing(site, owner, said)) for said in told)
    assert "ライブラリにございます" in found
    signed_in(site, owner).post("/account/kindle/titles/e-1/delete")
    assert all("ライブラリから完全に削除されています" in missing(site, owner, said) for said in told)
    assert "見つかりませんでした" in missing(site, owner, "D01-6200000-0000000")


def test_the_order_of_what_was_missed_is_remembered(site: Site, owner: int, asker: int) -> None:
    """Its number goes with its title, whatever was looked up before; it is empty for what has no order of theirs."""
    with site.open(write=True) as world:
        bought = orders.buy_ebook(world, owner, sku="e-1", title="灯台守の手紙", price=480, key="1").number
        kindle.link_by_agent(world, asker, EMAIL)
        chat = service.begin(world, owner, "missing", "store")
        for title, number in (("灯台守の手紙", bought), ("本mine", ""), ("本theirs", "")):
            chat.remembered = {**chat.remembered, "title": title}
            effects.EFFECTS["find-missing"].act(world, chat)
            assert (chat.remembered["found"], chat.remembered["number"]) == (title, number)
            assert effects.FACTS["found_masked"](world, chat) == (orders.masked(number) if number else "")


def test_a_missing_book_begins_a_conversation_of_its_own(site: Site, owner: int) -> None:
    """Not the one that cancels, and without an order, too (M-05)."""
    text = signed_in(site, owner).get("/contact/service?kind=kindle&content=missing").page.text
    assert 'action="/contact/chat/about/missing"' in text
