"""Two Kindle libraries of one person: joined, refused, or left as they are (K-01 to K-06)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from fixtures import personas
from fixtures.world import Person, World
from flows.consolidation import ABROAD, JAPAN, ComLibrary, Library
from flows.flow import Stage
from flows.kindle import Bought, KindleAppAtCom
from flows.pocket import Mailbox
from tests.looking import look

EMAIL = "kazue@example.com"
LETTERS = {"sku": "letters", "title": "灯台守の手紙"}
WALKS = {"sku": "walks", "title": "坂の町を歩く"}
TIDES = {"sku": "tides", "title": "The Tide Tables"}
BREAD = {"sku": "bread", "title": "Bread at Night"}
AT_HOME = {"灯台守の手紙": [JAPAN], "坂の町を歩く": [JAPAN]}
OVERSEAS = {"The Tide Tables": ["Mihonya.com"], "Bread at Night": ["Mihonya.com"]}


def two_accounts(world: World, here: list[Any], there: list[Any], **facts: Any) -> tuple[Person, Person]:
    """Give somebody an account on both sides: one address, two passwords, and these books."""
    japanese = world.account(email=EMAIL, password="correct horse", name="二国 和枝", books=here)
    overseas = world.account(
        marketplace="com", email=EMAIL, password="battery staple", name="Kazue Nikoku", books=there, **facts
    )
    return japanese, overseas


def let_in(world: World, stage: Stage, japanese: Person, overseas: Person) -> None:
    """Sign both accounts in, in one browser: the sites' sessions are separate."""
    world.sign_in(stage.page.context, japanese)
    world.sign_in(stage.page.context, overseas, site="com")


def history(world: World) -> Any:
    """The orders and library rows of everybody, which stay where they are."""
    state = world.state()
    return state["orders"], state["library_books"]


@pytest.mark.sample
def test_consolidate_two_libraries(
    world: World, stage: Stage, library: Library, com_library: ComLibrary, mailbox: Mailbox
) -> None:
    """From the news to the joined library, in both stores; both addresses are told by mail."""
    japanese, overseas = two_accounts(world, [LETTERS, WALKS], [TIDES, BREAD])
    let_in(world, stage, japanese, overseas)
    before = history(world)
    com_library.read_news()
    com_library.be_asked()
    com_library.say_yes()
    com_library.consolidate(EMAIL, japanese.password)
    library.hold_both({**AT_HOME, **{title: [ABROAD] for title in OVERSEAS}})
    com_library.hold({**{title: ["Japanese store"] for title in AT_HOME}, **OVERSEAS})
    mailbox.open_mail(EMAIL, "Your Kindle libraries have been consolidated")
    mailbox.open_mail(EMAIL, "Kindleライブラリの統合が完了しました")
    assert history(world) == before


def test_manage_both_from_the_japanese_store(
    world: World, stage: Stage, library: Library, com_library: ComLibrary
) -> None:
    """Joined, titles of either store are deleted there, and there alone."""
    japanese, overseas = two_accounts(world, [LETTERS, WALKS], [TIDES, BREAD])
    let_in(world, stage, japanese, overseas)
    com_library.read_news()
    com_library.be_asked()
    com_library.say_yes()
    com_library.consolidate(EMAIL, japanese.password)
    com_library.can_only_look()
    library.delete("The Tide Tables", "坂の町を歩く")
    library.hold({"灯台守の手紙": [JAPAN], "Bread at Night": [ABROAD]})
    com_library.hold({"灯台守の手紙": ["Japanese store"], "Bread at Night": ["Mihonya.com"]})


def test_a_title_in_both_libraries(world: World, stage: Stage, library: Library, com_library: ComLibrary) -> None:
    """A title bought twice is shown once, with both marks."""
    japanese, overseas = two_accounts(
        world, [LETTERS, WALKS], [{**LETTERS, "title": "灯台守の手紙 (Japanese Edition)"}, TIDES]
    )
    let_in(world, stage, japanese, overseas)
    com_library.read_news()
    com_library.be_asked()
    com_library.say_yes()
    com_library.consolidate(EMAIL, japanese.password)
    library.hold_shared_title_once("灯台守の手紙", {"坂の町を歩く": [JAPAN], "The Tide Tables": [ABROAD]})


def join(world: World, stage: Stage, com_library: ComLibrary, here: int, there: int) -> list[str]:
    """Have somebody join two libraries of so many titles; returns the titles."""
    titles = [{"sku": f"tale-{number}", "title": f"Tale {number}"} for number in range(here + there)]
    japanese, overseas = two_accounts(world, titles[:here], titles[here:])
    let_in(world, stage, japanese, overseas)
    com_library.read_news()
    com_library.be_asked()
    com_library.say_yes()
    com_library.consolidate(EMAIL, japanese.password)
    return [title["title"] for title in titles]


@pytest.mark.parametrize(("here", "there"), [(0, 0), (0, 2), (2, 0), (0, 500), (60, 60)])
def test_nothing_is_lost_or_doubled(
    world: World, stage: Stage, library: Library, com_library: ComLibrary, here: int, there: int
) -> None:
    """With no books, with 500, and with several pages from either side, every title is there once."""
    names = join(world, stage, com_library, here, there)
    library.hold_all(names)
    com_library.hold_so_many(len(names))


@pytest.mark.parametrize(("here", "there"), [(0, 0), (25, 25)])
def test_nothing_is_lost_or_doubled_at_com(
    world: World, stage: Stage, com_library: ComLibrary, here: int, there: int
) -> None:
    """There, too, the pages of a joined library list every title once."""
    com_library.hold_all(join(world, stage, com_library, here, there))


def test_doing_it_twice(world: World, stage: Stage, library: Library, com_library: ComLibrary) -> None:
    """A second time changes nothing, and says that it is done; a page left open in another tab leads there, too."""
    japanese, overseas = two_accounts(world, [LETTERS], [TIDES])
    let_in(world, stage, japanese, overseas)
    other_tab = Stage(stage.page.context.new_page(), world, stage.device, stage.walk).flow(ComLibrary)
    for tab in (other_tab, com_library):
        tab.read_news()
        tab.be_asked()
        tab.say_yes()
    com_library.consolidate(EMAIL, japanese.password)
    other_tab.consolidate(EMAIL, japanese.password)
    com_library.is_consolidated_already()
    library.hold({"灯台守の手紙": [JAPAN], "The Tide Tables": [ABROAD]})
    assert len(world.state()["library_links"]) == 1
    assert len(world.messages(to=EMAIL)) == 2


def test_two_step_verification_holds(world: World, stage: Stage, library: Library, com_library: ComLibrary) -> None:
    """The Japanese account's code is asked for after its password; a wrong one changes nothing."""
    japanese = world.account(**{**personas.TWO_STEP_SMS, "books": [LETTERS]})
    overseas = world.account(marketplace="com", email=EMAIL, password="battery staple", books=[TIDES])
    let_in(world, stage, japanese, overseas)
    com_library.read_news()
    com_library.be_asked()
    com_library.say_yes()
    com_library.is_asked_for_code(japanese.email, japanese.password)
    look(stage.page)
    com_library.give_wrong_code("000000")
    assert world.state()["library_links"] == []
    com_library.give_code(world.messages(to=japanese.facts["phone"], kind="sms")[-1].text[:6])
    library.hold({"灯台守の手紙": [JAPAN], "The Tide Tables": [ABROAD]})


def test_taking_a_link_back(
    world: World, stage: Stage, library: Library, com_library: ComLibrary, kindle_app_at_com: KindleAppAtCom
) -> None:
    """Joined, the app at `com` deletes nothing; the Japanese side parts the libraries again, each with its own."""
    japanese, overseas = two_accounts(world, [LETTERS], [TIDES])
    let_in(world, stage, japanese, overseas)
    com_library.read_news()
    com_library.be_asked()
    com_library.say_yes()
    com_library.consolidate(EMAIL, japanese.password)
    kindle_app_at_com.register(EMAIL, overseas.password)
    kindle_app_at_com.can_only_look("灯台守の手紙")
    library.take_back()
    look(stage.page)
    library.hold({"灯台守の手紙": [JAPAN]})
    com_library.hold({"The Tide Tables": ["Mihonya.com"]})
    kindle_app_at_com.see_only(Bought("The Tide Tables"))


def test_giving_up_half_way(world: World, stage: Stage, library: Library, com_library: ComLibrary) -> None:
    """Whoever says no, or cancels, has two libraries as before."""
    japanese, overseas = two_accounts(world, [LETTERS], [TIDES])
    let_in(world, stage, japanese, overseas)
    com_library.read_news()
    com_library.be_asked()
    com_library.say_no()
    com_library.be_asked()
    com_library.say_yes()
    com_library.give_up()
    com_library.hold({"The Tide Tables": ["Mihonya.com"]})
    library.hold({"灯台守の手紙": [JAPAN]})
    assert world.state()["library_links"] == []


def test_wrong_credentials(world: World, stage: Stage, library: Library, com_library: ComLibrary) -> None:
    """A wrong address, a wrong password, the account itself: refused, and nothing has changed."""
    japanese, overseas = two_accounts(world, [LETTERS], [TIDES])
    let_in(world, stage, japanese, overseas)
    com_library.is_refused_address("nobody@example.com", japanese.password)
    com_library.is_refused_password(EMAIL, japanese.password.swapcase())
    com_library.is_told_what_it_is(EMAIL, overseas.password, "That is the account you are signed in with.")
    com_library.is_told_what_it_is("kazue@example", japanese.password, "username@domain.com")
    com_library.is_told_what_it_is(EMAIL, "", "Enter your password.")
    library.hold_what_it_held({"灯台守の手紙": [JAPAN]})
    com_library.hold_what_it_held({"The Tide Tables": ["Mihonya.com"]})
    assert world.state()["library_links"] == []


def test_five_wrong_passwords(world: World, stage: Stage, library: Library, com_library: ComLibrary) -> None:
    """The fifth locks as at the sign-in: the right password has to wait, and works then."""
    japanese, overseas = two_accounts(world, [LETTERS], [TIDES])
    let_in(world, stage, japanese, overseas)
    for _ in range(5):
        com_library.is_refused_password(EMAIL, "wrong horse")
        world.advance(seconds=20)
    com_library.has_to_wait(EMAIL, japanese.password)
    library.hold_what_it_held({"灯台守の手紙": [JAPAN]})
    world.advance(minutes=15)
    com_library.read_news()
    com_library.be_asked()
    com_library.say_yes()
    com_library.consolidate(EMAIL, japanese.password)


@pytest.mark.both_devices
def test_being_turned_down(world: World, stage: Stage, library: Library, com_library: ComLibrary) -> None:
    """The right password is not enough for some: the page points to Kindle Customer Service, nothing has changed."""
    japanese, overseas = two_accounts(world, [LETTERS], [TIDES], consolidation="refused")
    let_in(world, stage, japanese, overseas)
    com_library.read_news()
    com_library.be_asked()
    com_library.say_yes()
    com_library.is_turned_down(EMAIL, japanese.password)
    com_library.is_sent_to_customer_service()
    library.hold({"灯台守の手紙": [JAPAN]})
    com_library.hold({"The Tide Tables": ["Mihonya.com"]})


@pytest.mark.both_devices
def test_no_browser_is_to_blame(world: World, every_engine: Callable[[], Iterator[Stage]]) -> None:
    """The account that is turned down reads the same page in every engine that is installed."""
    japanese, overseas = two_accounts(world, [LETTERS], [TIDES], consolidation="refused")
    told = []
    for stage in every_engine():
        let_in(world, stage, japanese, overseas)
        told.append(stage.flow(ComLibrary).is_turned_down_here(EMAIL, japanese.password))
    assert len(told) > 1
    assert len(set(told)) == 1
