"""Contacting the customer service, and its chats (M-05 to M-08, M-11 to M-13, K-07 to K-12)."""

from datetime import datetime
from typing import Any

import pytest

from fixtures.world import Person, World
from flows.chats import MistakenOrderChat, masked
from flows.com import ComSignIn
from flows.consolidation import ABROAD, JAPAN, ComLibrary, Library
from flows.contact import KINDLE, MISTAKEN, ComContactPage, ContactPage
from flows.flow import Stage
from flows.identity import SignIn
from flows.kindle import KindleApp
from flows.libraries_chat import LibrariesChat
from flows.one_click import EbookOrder, Ebooks
from flows.pocket import Mailbox

LIGHTHOUSE, CIPHER = "灯台守の手紙", "雪の暗号"
JAPAN_AT_COM = "Japanese store"
"""How com marks what was bought in Japan."""
EMAIL = "kazue@example.com"
ELSEWHERE = "kazue.abroad@example.com"
LETTERS = {"sku": "letters", "title": "灯台守の手紙"}
FORGED = "こんばんは\n10:00 JST 青木：全額を返金いたします。"
"""A message whose second line looks like one of an agent's."""
TIDES = {"sku": "tides", "title": "The Tide Tables"}

ready = pytest.mark.persona(one_click=True)


def begin(page: ContactPage) -> None:
    """Reach a person for an e-book ordered by mistake."""
    page.come_from_help()
    page.answer(KINDLE, MISTAKEN)
    page.begin_chat()


def have_looked_up(world: World, chat: MistakenOrderChat, title: str) -> None:
    """Tell and confirm a title, and wait for the agent."""
    chat.tell_title(title)
    chat.confirm_title()
    world.advance(minutes=1)


def cancel_in_app(shopper: Person, app: KindleApp, title: str) -> None:
    """Cancel the download, and with it the order."""
    app.register(shopper.email, shopper.password)
    app.download(title)
    app.cancel_download(title)


@pytest.mark.both_devices
@ready
def test_the_agent_finds_the_customers_own_cancellation(
    world: World, shopper: Person, ebooks: Ebooks, contact_page: ContactPage, mistaken_order_chat: MistakenOrderChat
) -> None:
    """From the help to the answer; the transcript by mail is what was shown, and the case says what came of it."""
    chat, order = mistaken_order_chat, ebooks.buy(LIGHTHOUSE)
    cancel_in_app(shopper, chat.beside(KindleApp), LIGHTHOUSE)
    before = world.state()["orders"]
    begin(contact_page)
    chat.is_greeted(masked(order.number))
    have_looked_up(world, chat, LIGHTHOUSE)
    chat.hear_of_own_cancellation(LIGHTHOUSE)
    shown = chat.finish()
    chat.answer_survey()
    chat.read_transcript(shopper.email, shown)
    state = world.state()
    assert state["orders"] == before
    (case,) = state["cases"]
    assert (case["channel"], case["asked"], case["outcome"]) == ("chat", MISTAKEN, "solved")


@ready
def test_the_agent_cancels_a_book_that_was_never_opened(
    world: World, shopper: Person, ebooks: Ebooks, contact_page: ContactPage, mistaken_order_chat: MistakenOrderChat
) -> None:
    """With consent, its refund is opened and the book leaves the library; no message forges a line of the mail."""
    chat, order = mistaken_order_chat, ebooks.buy(LIGHTHOUSE)
    begin(contact_page)
    chat.is_not_understood(FORGED)
    have_looked_up(world, chat, LIGHTHOUSE)
    chat.have_it_cancelled(order)
    shown = chat.leave()
    chat.read_transcript(shopper.email, shown)
    state = world.state()
    assert [(order["state"], order["cancelled_because"]) for order in state["orders"]] == [("cancelled", "agent")]
    assert [refund["completed_at"] for refund in state["refunds"]] == [None]
    assert not state["library_books"]


@ready
def test_the_agent_does_not_cancel_a_book_that_was_opened(
    world: World, shopper: Person, ebooks: Ebooks, contact_page: ContactPage, mistaken_order_chat: MistakenOrderChat
) -> None:
    """Read once, it stays, and so does its order; who says that this solved nothing is heard."""
    chat, order = mistaken_order_chat, ebooks.buy(LIGHTHOUSE)
    app = chat.beside(KindleApp)
    app.register(shopper.email, shopper.password)
    app.download(LIGHTHOUSE)
    world.advance(minutes=5)
    app.see_downloaded()
    app.read()
    begin(contact_page)
    have_looked_up(world, chat, LIGHTHOUSE)
    chat.have_it_refused(order)
    chat.finish()
    chat.say_that_it_is_not_solved()
    assert [order["state"] for order in world.state()["orders"]] == ["sold"]


@pytest.mark.parametrize(
    ("begun", "answered"),
    [("2026-06-02T00:08:00+09:00", ("00:08", "00:09")), ("2026-06-01T23:59:30+09:00", ("23:59", "00:00"))],
    ids=["at-night", "over-midnight"],
)
@ready
def test_help_is_there_at_night(
    world: World,
    shopper: Person,
    ebooks: Ebooks,
    contact_page: ContactPage,
    mistaken_order_chat: MistakenOrderChat,
    begun: str,
    answered: tuple[str, str],
) -> None:
    """At 00:08, and across midnight, the agent greets and looks the order up."""
    chat, order = mistaken_order_chat, ebooks.buy(LIGHTHOUSE)
    world.advance_to(datetime.fromisoformat(begun))
    world.sign_in(ebooks.page.context, shopper)
    begin(contact_page)
    chat.tell_title(LIGHTHOUSE)
    chat.confirm_title()
    world.advance(minutes=1)
    chat.have_it_cancelled(order)
    chat.is_answered_at(*answered)


@ready
def test_a_chat_across_two_orders_and_two_tabs(
    world: World,
    shopper: Person,
    stage: Stage,
    ebooks: Ebooks,
    contact_page: ContactPage,
    mistaken_order_chat: MistakenOrderChat,
) -> None:
    """Strange words, unknown titles and other people's numbers are borne; a masked number is understood."""
    chat, first, second = mistaken_order_chat, ebooks.buy(LIGHTHOUSE), ebooks.buy(CIPHER)
    foreign = orders_of_somebody_else(world, ebooks)
    contact_page.come_from_help()
    contact_page.answer(KINDLE, MISTAKEN)
    contact_page.choose_order(LIGHTHOUSE)
    contact_page.begin_chat()
    chat.is_greeted(masked(first.number))
    for said in ("こんばんは", "<script>alert(1)</script>", "どうすればいいですか？"):
        chat.is_not_understood(said)
    have_looked_up(world, chat, "存在しない本")
    chat.is_not_found("存在しない本")
    chat.tell_number(foreign)
    world.advance(minutes=1)
    chat.is_not_found(foreign)
    other = Stage(stage.page.context.new_page(), stage.sites, stage.device, stage.walk)
    other.page.goto(stage.page.url)
    other.flow(MistakenOrderChat).see_same_in_other_tab(chat)
    chat.tell_number(masked(second.number))
    world.advance(minutes=1)
    chat.have_it_cancelled(second)
    assert {o["number"]: o["state"] for o in world.state()["orders"]} == {
        first.number: "sold",
        second.number: "cancelled",
        foreign: "sold",
    }


def orders_of_somebody_else(world: World, ebooks: Ebooks) -> str:
    """The number of an e-book order of another person."""
    somebody = world.account(one_click=True)
    browser = ebooks.page.context.browser
    assert browser is not None
    context = browser.new_context()
    world.sign_in(context, somebody)
    order: EbookOrder = Stage(context.new_page(), world).flow(Ebooks).buy(LIGHTHOUSE)
    context.close()
    return order.number


@pytest.mark.usefixtures("shopper")
def test_a_call_begins_with_the_number(contact_page: ContactPage) -> None:
    """By telephone one is asked for the number."""
    contact_page.come_from_help()
    contact_page.answer("お支払いとギフト券", "ギフト券残高とポイント")
    contact_page.ask_for_call()


def test_an_inquiry_by_mail(world: World, shopper: Person, contact_page: ContactPage, mailbox: Mailbox) -> None:
    """Too long, it is kept; sent, it is confirmed at once and answered on the same day."""
    contact_page.come_from_help()
    contact_page.answer("お支払いとギフト券", "ギフト券残高とポイント")
    contact_page.write_too_much("長" * 5000)
    contact_page.page.go_back()
    contact_page.page.go_back()
    contact_page.write_mail("ポイントはいつ使えますか。")
    (case,) = world.state()["cases"]
    mailbox.open_mail(shopper.email, f"お問い合わせを承りました（受付番号 {case['number']}）")
    world.advance(hours=3)
    mailbox.open_mail(shopper.email, f"お問い合わせへの回答（受付番号 {case['number']}）")


def two_accounts(world: World, stage: Stage, email: str = EMAIL, **facts: Any) -> tuple[Person, Person]:
    """One person with accounts on both sides, one address, and two passwords, signed in at both."""
    japanese = world.account(email=EMAIL, password="correct horse", name="二国 和枝", books=[LETTERS])
    overseas = world.account(
        marketplace="com", email=email, password="battery staple", name="Kazue Nikoku", books=[TIDES], **facts
    )
    world.sign_in(stage.page.context, japanese)
    world.sign_in(stage.page.context, overseas, site="com")
    return japanese, overseas


def walk_to_senior(world: World, chat: LibrariesChat) -> None:
    """Come past general support and the Kindle team."""
    chat.ask_for_person()
    is_passed_on(world, chat, "Customer Service", "01:01", minutes=1)
    chat.is_not_understood("Good morning", "what it is about")
    chat.tell_matter("I cannot consolidate my Kindle libraries")
    is_passed_on(world, chat, "the Kindle team", "01:02", minutes=1)
    chat.hear_that_accounts_stay()
    chat.try_other_browser("Firefox")
    is_passed_on(world, chat, "senior support", "01:04", minutes=2)


def is_passed_on(world: World, chat: LibrariesChat, desk: str, time: str, *, minutes: int) -> None:
    """Wait for a desk, and find there all that was said before."""
    before = chat.shown()
    world.advance(minutes=minutes)
    chat.is_passed_on(desk, time, before)


def test_an_agent_links_two_libraries(
    world: World,
    stage: Stage,
    com_contact_page: ComContactPage,
    libraries_chat: LibrariesChat,
    library: Library,
) -> None:
    """Three desks, the questions in order; linked, but seen only after signing out and in again."""
    chat = libraries_chat
    japanese, overseas = two_accounts(world, stage, consolidation="refused")
    com_contact_page.begin_chat()
    walk_to_senior(world, chat)
    chat.tell_direction()
    chat.is_not_understood("the usual one", "does not look like an e-mail address")
    chat.tell_address(EMAIL)
    world.advance(minutes=3)
    chat.hear_that_it_is_linked()
    at, abroad = chat.page.url, stage.flow(ComLibrary)
    library.hold_old_one({LETTERS["title"]: [JAPAN]})
    abroad.hold_old_one({TIDES["title"]: [ABROAD]})
    sign_in_again(stage, japanese, overseas)
    library.hold_both_after_signing_in_again({LETTERS["title"]: [JAPAN], TIDES["title"]: [ABROAD]})
    abroad.hold_both_after_signing_in_again({LETTERS["title"]: [JAPAN_AT_COM], TIDES["title"]: [ABROAD]})
    abroad.can_only_look()
    chat.page.goto(at)
    chat.end()
    chat.read_transcript(EMAIL, chat.open_window_again())
    (case,) = world.state()["cases"]
    chat.read_reference(EMAIL, case["number"])
    assert (case["channel"], case["outcome"]) == ("chat", "solved")
    assert [link["how"] for link in world.state()["library_links"]] == ["agent"]


def ask_about_another_address(world: World, chat: LibrariesChat, page: ComContactPage) -> None:
    """Tell the agent an address that is not the one at com."""
    page.begin_chat()
    walk_to_senior(world, chat)
    chat.tell_direction()
    chat.tell_address(EMAIL)
    world.advance(minutes=3)
    chat.hear_that_its_owner_is_asked(EMAIL)
    assert not world.state()["library_links"]


def test_the_owner_of_another_address_approves(
    world: World,
    stage: Stage,
    com_contact_page: ComContactPage,
    libraries_chat: LibrariesChat,
    library: Library,
) -> None:
    """A link is mailed to the address; approved there, the libraries are linked, and show after signing in again."""
    japanese, _ = two_accounts(world, stage, email=ELSEWHERE)
    ask_about_another_address(world, libraries_chat, com_contact_page)
    libraries_chat.answer_the_link(EMAIL, "統合を承認する", "統合を承認しました")
    library.hold_old_one({LETTERS["title"]: [JAPAN]})
    store = stage.flow(SignIn)
    store.sign_out()
    store.sign_in(EMAIL, japanese.password)
    library.hold_both_after_signing_in_again({LETTERS["title"]: [JAPAN], TIDES["title"]: [ABROAD]})


def test_the_owner_of_another_address_does_not_approve(
    world: World,
    stage: Stage,
    com_contact_page: ComContactPage,
    libraries_chat: LibrariesChat,
    library: Library,
) -> None:
    """Neither a refusal nor a link that lapsed changes anything."""
    two_accounts(world, stage, email=ELSEWHERE)
    ask_about_another_address(world, libraries_chat, com_contact_page)
    libraries_chat.answer_the_link(EMAIL, "承認しない", "ライブラリは何も変わっていません")
    library.hold({LETTERS["title"]: [JAPAN]})
    assert not world.state()["library_links"]


def test_an_approval_comes_too_late(
    world: World, stage: Stage, com_contact_page: ComContactPage, libraries_chat: LibrariesChat
) -> None:
    """After a day the link of the mail is good no longer."""
    japanese, _ = two_accounts(world, stage, email=ELSEWHERE)
    ask_about_another_address(world, libraries_chat, com_contact_page)
    world.advance(hours=24, seconds=1)
    world.sign_in(stage.page.context, japanese)
    libraries_chat.finds_the_link_lapsed(EMAIL)
    assert not world.state()["library_links"]


def test_an_agent_is_asked_for_the_libraries_alone(
    world: World, stage: Stage, com_contact_page: ComContactPage, libraries_chat: LibrariesChat
) -> None:
    """Whoever wants the libraries only is not told about accounts."""
    two_accounts(world, stage)
    com_contact_page.begin_chat()
    libraries_chat.ask_for_person()
    world.advance(minutes=1)
    libraries_chat.go_on()
    libraries_chat.tell_matter("Kindle")
    world.advance(minutes=1)
    libraries_chat.go_on()
    libraries_chat.ask_for_libraries()
    libraries_chat.end()
    assert not world.state()["library_links"]


def sign_in_again(stage: Stage, japanese: Person, overseas: Person) -> None:
    """Sign out and in again on both sides."""
    door = stage.flow(ComSignIn)
    door.page.goto(stage.sites.url("com"))
    door.sign_out()
    door.sign_in(EMAIL, overseas.password, overseas.name)
    store = stage.flow(SignIn)
    store.sign_out()
    store.sign_in(EMAIL, japanese.password)
