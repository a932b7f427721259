"""The house's own conversations, through Flask's test client."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.orders import service as orders
from mock_site.support.models import Case
from tests.site.chatting import (
    LETTERS,
    TIDES,
    address,
    begin,
    buyer,
    case_of,
    look_later,
    looked_up,
    mails,
    newest,
    overseas,
    say,
)
from tests.site.shopping import OPEN_SESAME, Shopper, Site


def test_the_agent_asks_twice_before_looking(site: Site) -> None:
    """The masked number comes first; greeting, title, confirmation; only then an answer, a minute later (M-07)."""
    person, (number,) = buyer(site, LETTERS)
    begin(person, number)
    assert f"ご注文番号：{orders.masked(number)}" in person.text
    assert number not in person.text
    say(person, LETTERS)
    assert f"タイトルは『{LETTERS}』でお間違いないでしょうか？" in person.text
    say(person, "はい")
    assert "少々お待ちください" in person.text
    assert "キャンセルされておりません" not in look_later(site, person, seconds=59).text
    assert "キャンセルされておりません" in look_later(site, person, seconds=1).text


def test_an_order_cancelled_in_the_app_is_told(site: Site) -> None:
    """Cancelled by the customer: the refund takes 2 to 3 days, with a mail; and once done, that it is (M-08)."""
    person, (number,) = buyer(site, LETTERS)
    with site.open(write=True) as world:
        orders.cancel_ebook(world, newest(world), number, by="app")
    told = looked_up(site, begin(person, number)).text
    assert "お客様の操作ですでにキャンセルされておりました" in told
    assert "2～3日かかり、完了しましたらEメールで" in told
    person.post(f"{person.path}/end")
    assert (case_of(site).outcome, case_of(site).notes[0].text[:8]) == ("solved", f"『{LETTERS}』")
    with site.open(write=True) as world:
        world.advance(timedelta(days=3))
    person.sign_in(address(site))
    assert "返金も完了しております" in looked_up(site, begin(person, number)).text


def test_the_agent_cancels_what_was_never_opened(site: Site) -> None:
    """With consent the order is cancelled and its refund opened; without it nothing changes (M-13)."""
    person, (number,) = buyer(site, LETTERS)
    looked_up(site, begin(person, number))
    assert "変更したものはございません" in say(person, "いいえ、そのままにします").text
    assert [order.state for order in site.orders()] == ["sold"]
    looked_up(site, say(person, "別の本について聞く"))
    assert "キャンセルいたしました" in say(person, "はい、キャンセルします").text
    (order,) = site.orders()
    assert (order.state, order.cancelled_because) == ("cancelled", "agent")
    looked_up(site, say(person, "別の本について聞く"))
    assert "ご依頼により担当者がすでにキャンセルを承っておりました" in person.text


@pytest.mark.parametrize("by", ["agent", "app"])
def test_of_a_free_copy_no_money_is_promised_back(site: Site, by: str) -> None:
    """Whether the agent cancels it or finds it cancelled: nothing was charged, and nothing comes back (B-07)."""
    person = site.shopper()
    with site.open(write=True) as world:
        account = newest(world)
        number = orders.buy_ebook(world, account, sku="e-0", title=LETTERS, price=0, key="0").number
        if by == "app":
            orders.cancel_ebook(world, account, number, by="app")
    looked_up(site, begin(person, number))
    if by == "agent":
        say(person, "はい、キャンセルします")
    assert "返金もございません" in person.text
    assert "2～3日" not in person.text
    assert [order.state for order in site.orders()] == ["cancelled"]


def open_book(person: Shopper) -> None:
    """Open the first book that was bought, in the browser."""
    assert person.twin().post("/account/kindle/titles/e-0/open").path == "/account/kindle/titles/e-0/read"


@pytest.mark.parametrize("opened_when", ["before", "meanwhile"])
def test_an_opened_book_is_not_cancelled(site: Site, opened_when: str) -> None:
    """Neither one opened before the look-up nor one opened between it and the consent (M-13)."""
    person, (number,) = buyer(site, LETTERS)
    if opened_when == "before":
        open_book(person)
    looked_up(site, begin(person, number))
    if opened_when == "meanwhile":
        open_book(person)
        say(person, "はい、キャンセルします")
    assert "すでに開かれているため、キャンセルを承ることができません" in person.text
    assert [order.state for order in site.orders()] == ["sold"]


@pytest.mark.parametrize(
    ("days", "told"),
    [(0, "お客様の操作ですでにキャンセルされておりました"), (3, "すでにキャンセルされており、返金も完了しております")],
)
def test_what_was_cancelled_since_the_look_up_is_not_the_agents_doing(site: Site, days: int, told: str) -> None:
    """Cancelled in the app between look-up and consent: the agent says so, and notes no cancellation (M-08)."""
    person, (number,) = buyer(site, LETTERS)
    looked_up(site, begin(person, number))
    with site.open(write=True) as world:
        orders.cancel_ebook(world, newest(world), number, by="app")
        world.advance(timedelta(days=days))
    if days:
        path = person.path
        person.sign_in(address(site)).get(path)
    assert told in say(person, "はい、キャンセルします").text
    assert "ご注文をキャンセルいたしました" not in person.text
    assert [order.cancelled_because for order in site.orders()] == ["app"]
    assert not any("ご依頼によりキャンセル" in note.text for note in case_of(site).notes)


def test_other_peoples_orders_are_not_found(site: Site) -> None:
    """Neither as a chat's subject nor by number in the chat, in the words for one that does not exist (M-07)."""
    _, (foreign,) = buyer(site, TIDES)
    person, (number,) = buyer(site, LETTERS)
    assert person.post("/contact/chat/about/mistaken", order=foreign).status == 404
    assert person.post("/contact/chat/about/mistaken", order="D01-6200000-0000000").status == 404
    assert person.post("/contact/chat/about/mistaken").status == 404
    begin(person, number)
    for said in (foreign, orders.masked(foreign), "D01-6200000-0000000", TIDES):
        assert f"「{said}」は見つかりませんでした" in looked_up(site, person, said).text
    assert TIDES not in person.text.replace(f"「{TIDES}」", "").replace(f"『{TIDES}』", "").replace(f" {TIDES} ", "")


@pytest.mark.parametrize("written", ["{masked}", "ご注文は {number} です", "{wide}"])
def test_a_number_is_understood_as_it_is_written(site: Site, written: str) -> None:
    """Masked and typed back, in a sentence, or in full width."""
    person, (number,) = buyer(site, LETTERS)
    wide = number.translate({code: code + 0xFEE0 for code in range(33, 127)})
    said = written.format(masked=orders.masked(number), number=number, wide=wide)
    assert f"『{LETTERS}』（ご注文番号" in looked_up(site, begin(person, number), said).text


def test_several_orders_are_told_apart(site: Site) -> None:
    """What fits several titles is asked back with a list; a whole title is one."""
    person, (first, second) = buyer(site, "雪の暗号 上", "雪の暗号 下")
    looked_up(site, begin(person, first), "雪の暗号")
    assert f"・『雪の暗号 上』（{orders.masked(first)}）" in person.text
    assert f"・『雪の暗号 下』（{orders.masked(second)}）" in person.text
    assert "『雪の暗号 下』（ご注文番号" in looked_up(site, person, "雪の暗号 下").text


@pytest.mark.parametrize(
    "said", ["こんばんは", "どうすればいいですか？", "<script>alert(1)</script>", "間違えて注文しました", "？？？"]
)
def test_what_is_no_title_is_asked_back(site: Site, said: str) -> None:
    """The agent asks politely, and the conversation goes on."""
    person, (number,) = buyer(site, LETTERS)
    say(begin(person, number), said)
    assert "恐れ入ります" in person.text
    assert "<script>alert" not in person.page.text
    assert "キャンセルされておりません" in looked_up(site, person).text


@pytest.mark.parametrize("agrees", ["Yes, please", "The Japanese store, please"])
def test_the_libraries_are_linked_by_chat(site: Site, agrees: str) -> None:
    """Three transfers, the questions in order, the link, the reference; “End chat” closes the window (K-07 to K-12)."""
    with site.open(write=True) as world:
        identity.register(world, email="maya@example.com", password=OPEN_SESAME, name="デサイ 真矢")
    person = overseas(site).get("/contact/service?kind=kindle&content=consolidate")
    person.post("/contact/chat/about/libraries", asked="Consolidating my libraries")
    say(person, "Chat with a person")
    look_later(site, person, minutes=1)
    say(person, *("hm", "My Kindle libraries"))
    look_later(site, person, minutes=1)
    say(person, *("The accounts", "Yes, please", "Lynx", "Firefox", "same result"))
    assert "accounts cannot be merged, as the two sites work independently" in person.text
    look_later(site, person, minutes=2)
    say(person, *("This store", agrees, "my usual one", "the same"))
    assert "Your libraries are linked now" in look_later(site, person, minutes=3).text
    assert person.text.count("You are now connected to") == 3
    with site.open() as world:
        (case,) = world.db.scalars(select(Case))
        assert [m.subject for m in mails(world) if case.number in m.subject] == [f"Your case number {case.number}"]
    person.post(f"{person.path}/end")
    assert "The chat window is closed." in person.text
    assert "Please take our short survey." in person.text
    assert case_of(site).outcome == "solved"


@pytest.mark.parametrize("typed", ["", "x" * 5000])
def test_an_english_chat_refuses_in_english(site: Site, typed: str) -> None:
    """Nothing and too much are told in English, under an English title."""
    person = overseas(site).get("/contact/service?kind=kindle&content=missing")
    person.post("/contact/chat/about/contact-com")
    say(person, typed)
    assert person.status == 422
    assert "Please check what you entered" in person.text
    assert person.post("/contact/chat/about/mistaken", order="D01-6200000-0000000").status == 404
    assert "入力" not in person.text


def test_a_chat_that_only_looks_up_changes_no_order(site: Site) -> None:
    """Neither its state, nor is a refund opened."""
    person, (number,) = buyer(site, LETTERS)
    looked_up(site, begin(person, number))
    with site.open() as world:
        (order,) = orders.ebook_orders(world, newest(world))
        assert (order.state, orders.find_refund(world, order)) == ("sold", None)


def at_anything_else(site: Site) -> Shopper:
    """Somebody whose order was cancelled by the agent, and who is asked whether there is anything else."""
    person, (number,) = buyer(site, LETTERS)
    looked_up(site, begin(person, number))
    return say(person, "はい、キャンセルします")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"ありがとうございます。あと、{LETTERS}の返金はいつですか", f"『{LETTERS}』の返金は、お手続き中です"),
        ("返金はいつになりますか？", "返金は、お手続き中です"),
        ("返金はされますか？", "返金は、お手続き中です"),
        ("もう一度買い直したいのですが", "もう一度お求めいただけます"),
        ("うん", "どのようなことでしょうか"),
        ("別の本", "もう一度お知らせいただけますか"),
        ("ありがとうございました", "チャットを終了しました"),
        ("いいえ、大丈夫です。ありがとうございました。", "チャットを終了しました"),
    ],
)
def test_a_question_goes_before_thanks(site: Site, said: str, told: str) -> None:
    """Who thanks and asks is answered; who only thanks is seen off (M-08)."""
    person = at_anything_else(site)
    assert told not in person.text
    say(person, said)
    assert told in person.text
    assert ("チャットを終了しました" in person.text) is ("終了" in told)


@pytest.mark.parametrize(
    "said", ["の", "本", "その本", "ありがとうございました", "もういいです", "昨日買った本です", "うん"]
)
def test_what_is_said_in_place_of_a_title_is_not_taken_for_one(site: Site, said: str) -> None:
    """Nor does the agent hang up (M-07)."""
    person, (number,) = buyer(site, LETTERS)
    say(begin(person, number), said)
    assert "お間違いないでしょうか" not in person.text
    assert "チャットを終了しました" not in person.text
    assert ("・『灯台守の手紙』" in person.text) is (said == "昨日買った本です")


def test_a_refund_is_asked_for_before_the_consent(site: Site) -> None:
    """The agent says that there is none yet, and asks again; nothing is cancelled by that (M-13)."""
    person, (number,) = buyer(site, LETTERS)
    looked_up(site, begin(person, number))
    say(person, "返金はされますか？")
    assert "いまのところ返金はございません" in person.text
    assert person.text.count("キャンセルのお手続きをしてもよろしいですか") == 2
    assert [order.state for order in site.orders()] == ["sold"]


@pytest.mark.parametrize("said", ["返金はいつですか", f"{LETTERS}の返金はいつですか"])
def test_a_refund_is_not_looked_up_before_a_title_was_confirmed(site: Site, said: str) -> None:
    """The agent says how it is in general, and asks for the title (M-07)."""
    person, (number,) = buyer(site, LETTERS)
    say(begin(person, number), said)
    assert "返金は、キャンセルから2～3日で完了し" in person.text
    assert "タイトルを、もう一度お知らせいただけますか" in person.text
    assert "キャンセルのお手続きをしてもよろしいですか" not in person.text
