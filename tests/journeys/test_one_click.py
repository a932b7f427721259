"""E-books with one click: bought by a slip, bought once, and given back (M-01, M-04, M-09, M-10, M-14)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fixtures.world import Person, World
from flows.ebook_orders import CardStatement, EbookOrders
from flows.kindle import KindleApp
from flows.one_click import Ebooks, OneClickSettings
from flows.pocket import Mailbox

LIGHTHOUSE = "灯台守の手紙"
CIPHER = "雪の暗号"
CARD = "4111111111111111"
DONE = "2026年6月4日(木) 10:00"
"""When the money of an order is back that was cancelled on 1 June in the evening: 2.5 days later."""
SOON = "2026年6月3日(水) 10:00"
"""When the money of an order is back that was cancelled as the world began, on 1 June at 10:00."""

ready = pytest.mark.persona(one_click=True)


@ready
def test_one_click_orders_and_charges(
    world: World,
    shopper: Person,
    ebooks: Ebooks,
    ebook_orders: EbookOrders,
    card_statement: CardStatement,
    mailbox: Mailbox,
) -> None:
    """No page asks; the completion page, the history, the mail and the card all say that it happened."""
    first = ebooks.buy(LIGHTHOUSE)
    second = ebooks.buy(CIPHER)
    ebook_orders.see_on_top(second)
    ebook_orders.see_no_refund(first)
    ebooks.see_bought(first)
    card_statement.see_bought(_phone(shopper), second)
    mailbox.open_mail(shopper.email, f"Kindle本のご注文を承りました（注文番号 {second.number}）")
    assert [order["state"] for order in world.state()["orders"]] == ["sold", "sold"]


@pytest.mark.turn("phone")
@pytest.mark.sample
@ready
def test_slips_of_the_hand_order_once(world: World, shopper: Person, ebooks: Ebooks) -> None:
    """A double click, a reload, and the same button in a tab of before make one order and one charge."""
    order = ebooks.buy_with_a_double_click(LIGHTHOUSE)
    ebooks.reload_completion(order)
    entries = world.state()["card_entries"]
    assert [(entry["account_id"], entry["amount"]) for entry in entries] == [(shopper.id, order.total)]


@ready
@pytest.mark.usefixtures("shopper")
def test_two_tabs_make_one_order(ebooks: Ebooks) -> None:
    """The list that was open before the order leads to that order."""
    ebooks.buy_in_two_tabs(LIGHTHOUSE)


@ready
def test_the_riddle_of_the_cancelled_download(
    world: World, shopper: Person, ebooks: Ebooks, ebook_orders: EbookOrders, card_statement: CardStatement
) -> None:
    """Cancelled in the reading app, the order is in the history, charged, and says so by its refund only.

    Nobody is written to until the money is back, which a mail says.
    """
    order = ebooks.buy(LIGHTHOUSE)
    app = ebooks.beside(KindleApp)
    app.register(shopper.email, shopper.password)
    app.download(LIGHTHOUSE)
    app.cancel_download(LIGHTHOUSE)
    ebook_orders.see_in_history(order)
    ebook_orders.see_in_details(order)
    card_statement.see_charge(_phone(shopper), order)
    ebook_orders.miss_among_cancelled(order)
    ebook_orders.see_refund_pending(order, SOON)
    assert not [m for m in world.messages(to=shopper.email) if "キャンセル" in m.subject]
    world.advance(days=2)
    world.sign_in(ebooks.page.context, shopper)
    ebook_orders.read_refund_mail(shopper.email, order, SOON)
    ebook_orders.see_refund_done(order, SOON)
    card_statement.see_refund(_phone(shopper), order)


@ready
def test_the_money_comes_back(
    world: World,
    shopper: Person,
    ebooks: Ebooks,
    ebook_orders: EbookOrders,
    card_statement: CardStatement,
) -> None:
    """Undone from the completion page, the refund is under way until 10:00 two to three days later, to the second."""
    order = ebooks.buy(LIGHTHOUSE)
    world.advance(hours=12)
    world.sign_in(ebooks.page.context, shopper)
    ebooks.undo(order)
    ebook_orders.miss_among_cancelled(order)
    ebook_orders.see_refund_pending(order, DONE)
    world.advance_to(world.now.replace(day=4, hour=10) - timedelta(seconds=1))
    world.sign_in(ebooks.page.context, shopper)
    ebook_orders.find_no_refund_mail(shopper.email)
    ebook_orders.see_refund_pending(order, DONE)
    card_statement.see_charge(_phone(shopper), order)
    world.advance(seconds=1)
    ebook_orders.read_refund_mail(shopper.email, order, DONE)
    ebook_orders.see_refund_done(order, DONE)
    card_statement.see_refund(_phone(shopper), order)


@ready
def test_bought_again_after_it_was_given_back(
    world: World, shopper: Person, ebooks: Ebooks, ebook_orders: EbookOrders, card_statement: CardStatement
) -> None:
    """「注文の詳細」 cancels, too, and the same book can be bought anew."""
    first = ebooks.buy(LIGHTHOUSE)
    ebook_orders.cancel(first)
    second = ebooks.buy(LIGHTHOUSE)
    assert second.number != first.number
    ebook_orders.see_on_top(second)
    ebook_orders.miss_among_cancelled(first)
    card_statement.see_bought(_phone(shopper), second)
    assert [order["state"] for order in world.state()["orders"]] == ["cancelled", "sold"]


@pytest.mark.persona(address=None)
@pytest.mark.usefixtures("shopper")
def test_one_click_needs_a_card_and_an_address(ebooks: Ebooks, one_click_settings: OneClickSettings) -> None:
    """Without them it cannot be switched on; a card that is real or expired is refused."""
    ebooks.see_no_buttons("1-Clickを設定する")
    one_click_settings.cannot_switch_on("カードとお届け先住所")
    one_click_settings.is_refused("4000000000000002", "12/30", "テスト用のカード番号だけ")
    one_click_settings.is_refused(CARD, "05/26", "有効期限が切れています")
    one_click_settings.enter_card(CARD, "06/26")
    one_click_settings.cannot_switch_on("お届け先住所")


@pytest.mark.usefixtures("shopper")
def test_switched_on_and_off(ebooks: Ebooks, one_click_settings: OneClickSettings) -> None:
    """Set up in the account, it orders; switched off elsewhere meanwhile, a click orders nothing."""
    one_click_settings.enter_card(CARD, "12/30")
    one_click_settings.switch_on()
    ebooks.open_list()
    elsewhere = ebooks.page.context.new_page()
    OneClickSettings(replace(ebooks.stage, page=elsewhere)).switch_off()
    elsewhere.close()
    ebooks.click_in_vain(LIGHTHOUSE, "1-Clickが有効になっていない")
    ebooks.see_no_buttons("1-Clickを設定する")
    one_click_settings.switch_on()
    ebooks.buy(LIGHTHOUSE)


def test_visitors_sign_in_first(ebooks: Ebooks) -> None:
    """Nobody is charged who is not known."""
    ebooks.see_no_buttons("サインインして購入する")


def _phone(person: Person) -> str:
    return str(person.facts["phone"])
