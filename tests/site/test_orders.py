"""The pages of orders: history, details, tracking."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from mock_site.app import MockSite
from tests.site.ordering import Buyer, new_buyer, shown_numbers, sign_in, table


@pytest.fixture
def buyer(shop_app: MockSite) -> Buyer:
    """A new person in a new world, at five in the morning of June 5th."""
    return new_buyer(shop_app)


@pytest.mark.parametrize("path", ["/orders", "/orders/250-1-1", "/orders/250-1-1/refund", "/orders/250-1-1/tracking"])
def test_a_visitor_signs_in_first(shop_app: MockSite, buyer: Buyer, path: str) -> None:
    """Orders are shown to their buyer only."""
    answer = shop_app.test_client().get(path, base_url=f"http://store.{buyer.world}.localhost")
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/signin")


def test_an_empty_history_says_so(buyer: Buyer) -> None:
    """Somebody without orders reads that there are none yet, in both parts."""
    assert "ご注文履歴はありません" in buyer.get("/orders").text
    assert "キャンセルされた注文はありません" in buyer.get("/orders?show=cancelled").text


def test_the_history_pages_through_all_orders_newest_first(buyer: Buyer) -> None:
    """Following 次へ shows each order once, and 前へ leads back over the same pages."""
    numbers = buyer.past(25)[::-1]
    pages = [buyer.get("/orders")]
    while link := re.search(r'rel="next" href="([^"]+)"', pages[-1].text):
        pages.append(buyer.get(link[1].replace("&amp;", "&")))
    assert [shown_numbers(page) for page in pages] == [numbers[:10], numbers[10:20], numbers[20:]]
    assert [page.text.count('rel="prev"') for page in pages] == [0, 1, 1]
    back = re.search(r'rel="prev" href="([^"]+)"', pages[2].text)
    assert back is not None
    second = buyer.get(back[1])
    assert shown_numbers(second) == numbers[10:20]
    first = re.search(r'rel="prev" href="([^"]+)"', second.text)
    assert first is not None
    assert shown_numbers(buyer.get(first[1])) == numbers[:10]
    assert 'rel="prev"' not in buyer.get(first[1]).text


def test_exactly_ten_orders_need_no_second_page(buyer: Buyer) -> None:
    """Links to other pages appear with the eleventh order."""
    buyer.past(10)
    assert 'rel="next"' not in buyer.get("/orders").text
    buyer.order()
    assert 'rel="next"' in buyer.get("/orders").text


def test_orders_placed_in_the_same_second_are_each_shown_once(buyer: Buyer) -> None:
    """The order of the history is total: ties are broken by when they were written down."""
    numbers = [buyer.order() for _ in range(12)][::-1]
    pages = [buyer.get("/orders"), buyer.get(f"/orders?older_than={numbers[9]}")]
    assert [shown_numbers(page) for page in pages] == [numbers[:10], numbers[10:]]


def test_a_page_of_the_history_costs_the_same_however_many_orders_there_are(buyer: Buyer) -> None:
    """Ten orders or a thousand take the same statements, and the index is read in its own order."""
    asked: list[tuple[str, tuple[object, ...]]] = []

    def note(_c: object, _k: object, statement: str, parameters: tuple[object, ...], *_: object) -> None:
        asked.append((statement, parameters))

    engine = buyer.app.store._engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        counts = []
        for more in (10, 990):
            buyer.past(more)
            asked.clear()
            buyer.get("/orders")
            counts.append(len(asked))
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert counts[0] == counts[1]
    statement, parameters = next(one for one in asked if "ORDER BY orders.placed_at DESC" in one[0])
    with buyer.app.store.open(buyer.world, write=False) as world:
        plan = world.db.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
    assert [row[3] for row in plan] == ["SEARCH orders USING INDEX orders_of_account (account_id=? AND shelf=?)"]


@pytest.mark.parametrize(
    ("state", "word", "link"),
    [
        ("awaiting", "お支払い待ち", "お支払い方法について"),
        ("paid", "発送準備中", None),
        ("shipped", "発送済み", "配送状況を確認"),
        ("delivered", "お届け済み", "配送状況を確認"),
    ],
)
def test_the_history_says_how_far_an_order_is(buyer: Buyer, state: str, word: str, link: str | None) -> None:
    """Each order shows number, sum, products, its state in words, and the ways on from there."""
    number = buyer.order(paid=state != "awaiting")
    buyer.wait(hours={"shipped": 8, "delivered": 48}.get(state, 0))
    text = buyer.get("/orders").text
    shown = [number, "￥9,960", "2026年6月5日(金)", 'href="/products/tea-kettle"', word, "注文の詳細", link or ""]
    assert [part for part in shown if part not in text] == []
    assert ("お支払い方法について" in text) == (state == "awaiting")


def test_another_persons_order_is_not_found(shop_app: MockSite, buyer: Buyer) -> None:
    """Every page and form of somebody else's order answers 404, like one that does not exist."""
    number = buyer.order()
    other = sign_in(shop_app, buyer.world, "taro@example.com")
    for path in ("", "/tracking", "/cancellation", "/return", "/refund"):
        assert other.get(f"/orders/{number}{path}").status_code == 404
        assert buyer.get(f"/orders/250-0000000-0000000{path}").status_code == 404
    for path in ("/cancellation", "/return", "/refund"):
        assert other.post(f"/orders/{number}{path}").status_code == 404
    assert other.get(f"/orders?older_than={number}").status_code == 404


def test_the_details_show_what_was_ordered(buyer: Buyer) -> None:
    """Products, address, delivery, way of paying and sums stand on 注文の詳細."""
    text = buyer.get(f"/orders/{buyer.order()}").text
    shown = ["ほうろうケトル", "〒640-8154", "見本 花子 様", "通常配送", "コンビニ・ATM", "￥9,960", "お支払い完了"]
    assert [part for part in shown if part not in text] == []
    assert "払い戻し" not in text


def test_the_confirmation_of_a_konbini_order_says_that_it_cannot_be_paid_yet(buyer: Buyer) -> None:
    """The order exists, but the number comes by another mail (P-05); a card order says nothing of it."""
    buyer.order(paid=False)
    buyer.order("card")
    told = ["まだお支払いいただくことはできません" in text for text in buyer.mails("order-confirmation")]
    assert told == [True, False]


def test_an_unpaid_order_never_ships(buyer: Buyer) -> None:
    """However long one waits, there is no dispatch mail and no tracking (P-22)."""
    number = buyer.order(paid=False)
    buyer.wait(days=5)
    assert buyer.mails("dispatch") == []
    assert "まだ発送されていません" in buyer.get(f"/orders/{number}/tracking").text


RUNS = [
    (
        "osaka-ibaraki",
        "和歌山県",
        [
            ("荷物受付", "06/05", "12:08", "大阪茨木AFC支店"),
            ("発送", "06/05", "12:08", "大阪茨木AFC支店"),
            ("作業店通過", "06/05", "15:21", "関西ゲートウェイベース"),
            ("配達完了", "06/06", "09:44", "紀州有田中央センター"),
        ],
    ),
    (
        "saitama",
        "広島県",
        [
            ("荷物受付", "06/05", "14:29", "埼玉AFC支店"),
            ("発送", "06/05", "14:29", "埼玉AFC支店"),
            ("配達完了", "06/06", "15:54", "広島高陽センター"),
        ],
    ),
    (
        "ichikawa",
        "北海道",
        [
            ("荷物受付", "06/05", "14:12", "市川AFC支店"),
            ("発送", "06/05", "14:12", "市川AFC支店"),
            ("配達完了", "06/07", "10:46", "北見中央センター"),
        ],
    ),
]


@pytest.mark.parametrize(("depot", "prefecture", "rows"), RUNS, ids=[depot for depot, _, _ in RUNS])
def test_a_documented_run_appears_event_by_event(
    buyer: Buyer, depot: str, prefecture: str, rows: list[tuple[str, ...]]
) -> None:
    """Each row appears exactly at its minute and not a second before, under the documented columns (P-23)."""
    number = buyer.order(prefecture=prefecture, depot=depot)
    page = f"/orders/{number}/tracking"
    for moment in sorted({row[1:3] for row in rows}):
        due = datetime.strptime(f"2026/{moment[0]} {moment[1]} +0900", "%Y/%m/%d %H:%M %z")
        for now in (due - timedelta(seconds=1), due):
            with buyer.app.store.open(buyer.world, write=True) as world:
                world.advance_to(now)
            reached = [row for row in rows if (row[1], row[2]) < moment or (now == due and row[1:3] == moment)]
            assert table(buyer.get(page)) == reached
    columns = re.findall(r'<th scope="col">([^<]+)</th>', buyer.get(page).text)
    assert columns == ["荷物状況", "日付", "時刻", "担当店名"]
    assert len(buyer.mails("dispatch")) == 1
