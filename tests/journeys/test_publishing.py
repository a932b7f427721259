"""The publisher's portal: its door, the 「本棚」, its help, and errors in plain words (S-01, S-09, S-13 to S-17)."""

import re

import pytest
from playwright.sync_api import BrowserContext

from fixtures import personas
from fixtures.watch import Watch
from fixtures.world import Person, World
from flows.pocket import Mailbox
from flows.publishing import Bookshelf, PortalDoor, PortalHelp, Setbacks

CLOCK, PRESS, TRAIN = personas.CLOCK, personas.PRESS, personas.TRAIN
LINES = "眠れない夜に\n一頁ずつ。"


@pytest.fixture
def author(world: World, context: BrowserContext) -> Person:
    """Somebody with two books, signed in at KDP without walking there."""
    person = world.account(**personas.PUBLISHER)
    world.sign_in(context, person, site="kdp")
    return person


def code_for(world: World, person: Person) -> str:
    """The code that came to somebody's phone last."""
    found = re.findall(r"\b\d{6}\b", world.messages(to=person.facts["phone"], kind="sms")[-1].text)
    return str(found[0])


@pytest.mark.sample
def test_signing_in(world: World, portal_door: PortalDoor, bookshelf: Bookshelf) -> None:
    """From the home page's box to the 「本棚」, which has the account's books."""
    person = world.account(**personas.PUBLISHER)
    portal_door.enter()
    portal_door.sign_in(person.email, person.password)
    portal_door.give_code(code_for(world, person))
    bookshelf.see(PRESS, CLOCK)
    bookshelf.open()


@pytest.mark.both_devices
def test_coming_from_createspace(world: World, portal_door: PortalDoor, bookshelf: Bookshelf) -> None:
    """Somebody from CreateSpace is told which address to use, and comes in with it."""
    person = world.account(**personas.MIGRANT)
    portal_door.read_which_address_at_sign_in()
    portal_door.read_which_address()
    portal_door.go_on_to_sign_in()
    portal_door.sign_in(person.email, person.password)
    portal_door.give_code(code_for(world, person))
    bookshelf.see(CLOCK)


@pytest.mark.usefixtures("author")
def test_books_come_and_go(bookshelf: Bookshelf) -> None:
    """A book is begun as a draft, a bad form keeps what was typed, and deleting asks first."""
    bookshelf.open()
    bookshelf.begin(TRAIN, "見本 花子", LINES)
    bookshelf.see(TRAIN, PRESS, CLOCK)
    bookshelf.keep(PRESS)
    bookshelf.delete(PRESS)
    bookshelf.see(TRAIN, CLOCK)
    bookshelf.open_form()
    bookshelf.is_refused_blank("見本 花子")


def test_an_empty_shelf(world: World, context: BrowserContext, bookshelf: Bookshelf) -> None:
    """Somebody without a book is told so, and begins one."""
    world.sign_in(context, world.account(), site="kdp")
    bookshelf.open()
    bookshelf.see_empty()
    bookshelf.begin(TRAIN, "見本 花子")
    bookshelf.see(TRAIN)


def test_rating_help(world: World, author: Person, portal_help: PortalHelp, mailbox: Mailbox) -> None:
    """A rating is thanked for, the second one replaces the first, and 「お問い合わせ」 is offered and confirmed."""
    portal_help.search("確認コード", "2段階認証と確認コード")
    portal_help.rate("不満")
    portal_help.rate_again("非常に満足", before="不満")
    assert [(r["slug"], r["verdict"]) for r in world.state()["kdp_ratings"]] == [("two-step", "very")]
    portal_help.ask("コードについて", "届くまでに時間がかかります。")
    mailbox.open_mail(author.email, "お問い合わせを受け付けました")


@pytest.mark.turn("phone")
def test_rating_help_as_a_stranger(world: World, portal_help: PortalHelp) -> None:
    """Somebody who is not signed in is one visitor, too."""
    portal_help.search("リセット", "パスワードをリセットする")
    portal_help.rate("満足")
    portal_help.rate_again("不満", before="満足")
    assert [r["verdict"] for r in world.state()["kdp_ratings"]] == ["not"]


@pytest.mark.parametrize("where", ["store", "kdp", "konbini", "mail", "phone"])
def test_no_such_page(where: str, setbacks: Setbacks) -> None:
    """A page that does not exist says so in plain words, on every site, and leads on."""
    setbacks.see_no_such_page(where)


@pytest.mark.usefixtures("author")
def test_overload_loses_nothing(world: World, bookshelf: Bookshelf, setbacks: Setbacks) -> None:
    """A form that is sent under overload waits on the error's page, and goes through once the overload is over."""
    bookshelf.open()
    bookshelf.open_form()
    bookshelf.fill(TRAIN, "見本 花子", LINES)
    world.fault("overloaded", duration="PT12M")
    setbacks.see_overload(bookshelf.save())
    setbacks.find_kept(TRAIN, "眠れない夜に")
    world.advance(minutes=11, seconds=59)
    setbacks.send_again_too_early(TRAIN, "一頁ずつ。")
    world.advance(seconds=1)
    setbacks.send_again(f"「{TRAIN}」を下書きとして保存しました")
    bookshelf.see(TRAIN, PRESS, CLOCK)
    assert world.state()["kdp_books"][-1]["description"] == LINES
    assert world.incidents() == []


@pytest.mark.parametrize("where", ["store", "kdp"])
def test_overload_passes(where: str, world: World, setbacks: Setbacks) -> None:
    """Whoever tries again in 10 to 15 minutes gets the page."""
    world.fault("overloaded", sites=[where])
    setbacks.see_overload(setbacks.open(where, "/help" if where == "kdp" else "/"))
    world.advance(minutes=9, seconds=59)
    setbacks.try_again_too_early()
    world.advance(minutes=2, seconds=1)
    setbacks.try_again(setbacks.page.get_by_role("searchbox"))


@pytest.mark.parametrize(("where", "path"), [("kdp", "/help"), ("store", "/cart")])
def test_something_unforeseen(where: str, path: str, world: World, setbacks: Setbacks, watch: Watch) -> None:
    """Anything unforeseen has a reference number, which the site's log of incidents has, too."""
    world.fault("unforeseen-error", path=path)
    reference = setbacks.see_unforeseen(setbacks.open(where, path))
    watch.expect(reference)
    setbacks.find_in_log(reference, world.incidents())
