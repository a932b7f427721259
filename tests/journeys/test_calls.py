"""Having the customer service call (T-01 to T-07)."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, expect

from fixtures.world import Person, World
from flows.calls import CALLER, Calls
from flows.contact import KINDLE, MISTAKEN, ComContactPage, ContactPage
from flows.flow import Stage
from flows.one_click import Ebooks
from flows.phone import Phone
from tests.everything import somebody
from tests.looking import look

CIPHER = "雪の暗号"
NUMBER, TYPED = "+819012345678", "090-1234-5678"
BAD = (
    ("short", "090-12", "桁数が足りません"),
    ("letters", "090-ABCD-5678", "数字で入力してください"),
    ("country", "212-555-0123", "国番号から入力してください"),
)
KNOWN = {
    "store": ("/contact", "/help", "/contact/call", "/contact/call/orders/status/service", "/products/tea-kettle"),
    "com": ("/help", "/signin"),
    "kdp": ("/help",),
}
"""By site: pages that following its links must come to."""
OWN = {
    "store": ("/account/cases", "/orders", "/contact/call/number", "/account/kindle"),
    "com": ("/account/cases", "/orders", "/kindle"),
    "kdp": ("/bookshelf",),
    "seller": ("/account",),
}
"""By site: pages behind the sign-in that following its links must come to."""


def outcomes(world: World) -> list[str | None]:
    """What came of all cases, oldest first."""
    return [case["outcome"] for case in world.state()["cases"]]


@pytest.mark.parametrize("where", KNOWN)
def test_no_page_shows_a_number_to_call(world: World, calls: Calls, where: str) -> None:
    """All pages that a visitor can reach."""
    calls.find_no_number_to_call(where, *KNOWN[where])


@pytest.mark.parametrize("where", OWN)
def test_no_page_of_ones_own_shows_a_number_to_call(
    world: World, context: BrowserContext, calls: Calls, stage: Stage, where: str
) -> None:
    """All pages of somebody who has some of everything, with an order, a chat and a case where there are such."""
    person = somebody(world, context, where)
    starts = ["/"]
    if where == "store":
        stage.flow(Ebooks).buy(CIPHER)
        contact = stage.flow(ContactPage)
        contact.come_from_help()
        contact.answer(KINDLE, MISTAKEN)
        contact.begin_chat()
        starts.append(urlsplit(stage.page.url).path)
        calls.open_number_page()
        calls.give_number(TYPED)
    elif where == "com":
        stage.flow(ComContactPage).begin_chat()
        starts.append(urlsplit(stage.page.url).path)
    own = [NUMBER, *(facts["phone"] for facts in (person.facts, person.facts["address"]) if facts)]
    calls.find_no_number_to_call(where, *OWN[where], *starts, starts=starts, own=own)


@pytest.mark.browser_context_args(reduced_motion="no-preference")
def test_be_called_by_somebody_in_japan(world: World, shopper: Person, calls: Calls) -> None:
    """Asked for by the device's own way, answered while the telephone swings, and solved; the history has all of it."""
    assert calls.page.evaluate("matchMedia('(prefers-reduced-motion: no-preference)').matches")
    calls.ask_for_call(TYPED)
    calls.talk_to_japan(NUMBER)
    state = world.state()
    assert outcomes(world) == ["solved"]
    assert [(call["state"], call["desk"], call["tries"]) for call in state["call_requests"]] == [("ended", "japan", 1)]


@pytest.mark.turn("phone")
def test_be_called_from_abroad_when_lines_are_crowded(
    world: World,
    shopper: Person,
    calls: Calls,
    phone: Phone,
) -> None:
    """The call comes after the wait, to the second, from abroad, and solves the case all the same."""
    world.fault("crowded-lines", wait="PT6M")
    calls.open_number_page()
    calls.give_number(TYPED)
    calls.wait_for_line()
    world.advance(minutes=5, seconds=59)
    phone.find_not_ringing(NUMBER)
    world.advance(seconds=1)
    calls.talk_abroad(NUMBER)
    assert outcomes(world) == ["solved"]


@pytest.mark.turn("phone")
def test_miss_a_call_and_answer_the_second(
    world: World,
    shopper: Person,
    calls: Calls,
    phone: Phone,
) -> None:
    """Missed after 30 seconds, it rings once more 5 minutes later, not a second before."""
    calls.ask_for_call(TYPED)
    world.advance(seconds=30)
    phone.see_missed_call(NUMBER, "Mihonya カスタマーサービス")
    world.advance(minutes=4, seconds=59)
    phone.find_not_ringing(NUMBER)
    world.advance(seconds=1)
    calls.hear_second_try(NUMBER)


def test_miss_both_calls(world: World, shopper: Person, calls: Calls, phone: Phone) -> None:
    """There is no third one; the history says that nobody could be reached."""
    calls.open_number_page()
    calls.give_number(TYPED)
    world.advance(minutes=5, seconds=30)
    phone.see_ringing(NUMBER, "Mihonya カスタマーサービス")
    world.advance(days=1)
    phone.find_not_ringing(NUMBER)
    calls.see_outcome("お電話がつながらず終了")
    assert outcomes(world) == ["unreached"]


def test_pages_follow_a_call_by_themselves(
    world: World,
    shopper: Person,
    calls: Calls,
    another_browser: Callable[..., Stage],
) -> None:
    """A telephone that lies open rings and stops, and the page of the call says how it stands, untouched."""
    phone = another_browser().flow(Phone)
    phone.lie_open(NUMBER)
    calls.open_number_page()
    calls.give_number(TYPED)
    phone.hear_by_itself(CALLER)
    world.advance(seconds=30)
    phone.find_silent_by_itself()
    calls.see_standing("まもなくお電話します")
    world.advance(minutes=5)
    phone.hear_by_itself(CALLER)
    phone.answer_call(NUMBER)
    calls.see_standing("お電話中です")
    phone.reply("つづきを聞く")
    world.advance(minutes=10)
    phone.find_silent_by_itself()
    calls.see_standing("お電話は終了しました")
    assert outcomes(world) == ["ended"]


def test_a_call_does_not_wipe_out_what_is_typed(world: World, stage: Stage) -> None:
    """Somebody who types on the telephone is told of the call beside it, until it rings no more."""
    stage.page.goto(world.url("phone", f"/{NUMBER}/authenticator/new"))
    label = stage.page.get_by_label("アカウント名", exact=True)
    label.fill("Mihonya KDP")
    world.ring(NUMBER, "もしもし。")
    told = stage.page.get_by_role("link", name="着信中（電話に出る）", exact=True)
    expect(told).to_be_visible()
    expect(label).to_have_value("Mihonya KDP")
    world.advance(seconds=30)
    expect(told).to_have_count(0)
    expect(label).to_have_value("Mihonya KDP")


def test_a_call_that_solves_nothing(world: World, shopper: Person, calls: Calls) -> None:
    """Hung up early, or heard to its end and not solved: neither counts as solved."""
    calls.open_number_page()
    calls.give_number(TYPED)
    calls.hang_up_early(NUMBER)
    calls.open_number_page()
    calls.give_number(TYPED)
    calls.leave_unsolved(NUMBER)
    assert outcomes(world) == ["ended", "unsolved"]


@pytest.mark.parametrize("after", [{"minutes": 5}, {"hours": 1}])
def test_decline_a_call(world: World, shopper: Person, calls: Calls, after: dict[str, int]) -> None:
    """It is not tried again: neither when a missed one would be, nor later."""
    calls.open_number_page()
    calls.give_number(TYPED)
    calls.decline(NUMBER)
    world.advance(**after)
    calls.hear_no_second_try(NUMBER)
    assert outcomes(world) == ["declined"]


def test_ask_for_calls_again_and_again(world: World, shopper: Person, calls: Calls, phone: Phone) -> None:
    """After three to a number there are no more within the hour; the number stays in the field."""
    for _ in range(3):
        calls.open_number_page()
        calls.give_number(TYPED)
        phone.decline_call(NUMBER)
    calls.open_number_page()
    calls.is_put_off(TYPED)
    phone.find_not_ringing(NUMBER)
    world.advance(hours=1)
    calls.open_number_page()
    calls.give_number(TYPED)
    calls.answer(NUMBER)


@pytest.mark.both_devices
def test_be_helped_without_a_call(world: World, shopper: Person, calls: Calls, phone: Phone) -> None:
    """Each step suggests something; what helps ends the matter, and nothing rings."""
    calls.see_suggestions()
    calls.take_suggestion()
    world.advance(hours=1)
    phone.find_not_ringing(NUMBER)
    calls.see_outcome("ご案内で解決")
    assert world.state()["call_requests"] == []
    assert outcomes(world) == ["helped"]


@pytest.mark.sample
def test_give_bad_numbers(world: World, shopper: Person, calls: Calls) -> None:
    """Each is refused for its reason and kept; after them a good one is called."""
    calls.open_number_page()
    for why, number, told in BAD:
        calls.is_refused(why, number, told)
    assert world.state()["cases"] == []
    calls.give_number("０９０−１２３４−５６７８")
    calls.answer(NUMBER)


def test_answer_after_the_case_was_closed(
    world: World,
    shopper: Person,
    calls: Calls,
    another_browser: Callable[..., Stage],
) -> None:
    """The telephone stops ringing, and who presses 「応答」 all the same is told that it is over."""
    calls.open_number_page()
    calls.give_number(TYPED)
    elsewhere = another_browser(shopper)
    elsewhere.flow(Calls).switch_tone_on(NUMBER)
    elsewhere.flow(Phone).lose_sight()
    calls.call_off()
    elsewhere.flow(Phone).answer_too_late("ご用件が終わったため", "相手が取りやめた着信")
    elsewhere.flow(Phone).find_not_ringing(NUMBER)
    calls.see_outcome("お客様による取り消し")
    assert outcomes(world) == ["withdrawn"]


def test_axe_finds_nothing(world: World, shopper: Person, calls: Calls) -> None:
    """On the pages of a call and of its case, as far as links from elsewhere do not lead there."""
    calls.open_number_page()
    calls.is_refused(*BAD[0])
    look(calls.page)
    calls.give_number(TYPED)
    look(calls.page)
    asked = calls.page.url
    calls.page.goto(world.url("phone", f"/{NUMBER}/"))
    look(calls.page)
    calls.answer(NUMBER)
    look(calls.page)
    calls.beside(Phone).hang_up()
    calls.see_outcome("お電話の途中で終了")
    look(calls.page)
    for url in (asked, world.url("store", "/account/cases"), world.url("store", "/contact/call/solved")):
        look(calls.page, url)
