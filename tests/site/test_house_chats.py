"""The help, the three questions, and the house's own conversations, through Flask's test client."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.identity.models import Account
from mock_site.orders import service as orders
from mock_site.pocket.models import Message
from mock_site.support import cases, questions, service, talks, transcripts
from mock_site.support.models import Case, Chat
from mock_site.worlds import World
from tests.site.shopping import OPEN_SESAME, Shopper, Site

LETTERS, TIDES = "灯台守の手紙", "雪の暗号"
ASK = "/contact/service?kind=kindle&content=mistaken"


def buyer(site: Site, *titles: str) -> tuple[Shopper, list[str]]:
    """Somebody at the store who ordered these e-books; returns the numbers of the orders, too."""
    person = site.shopper()
    with site.open(write=True) as world:
        account = newest(world)
        numbers = [
            orders.buy_ebook(world, account, sku=f"e-{place}", title=title, price=480, key=f"{place}").number
            for place, title in enumerate(titles)
        ]
    return person, numbers


def newest(world: World) -> int:
    """The account that was made last."""
    found = world.db.scalar(select(Account.id).order_by(Account.id.desc()).limit(1))
    assert found is not None
    return int(found)


def begin(person: Shopper, order: str) -> Shopper:
    """Begin the chat about an order from the contact page."""
    return person.get(ASK).post("/contact/chat/about/mistaken", order=order, asked="誤って注文したKindle本")


def say(person: Shopper, *texts: str) -> Shopper:
    """Answer the questions of the chat shown, one after the other."""
    for text in texts:
        person.post(person.path, say=text, turn=person.hidden("turn"))
    return person


def wait(site: Site, person: Shopper, **span: float) -> Shopper:
    """Let time pass, and look at the page again."""
    with site.open(write=True) as world:
        world.advance(timedelta(**span))
    return person.get(person.path)


def looked_up(site: Site, person: Shopper, title: str = LETTERS) -> Shopper:
    """Tell a title, confirm it, and wait for what the agent finds."""
    return wait(site, say(person, title, "はい"), minutes=1)


def mails(world: World) -> list[Message]:
    """All mails."""
    return list(world.db.scalars(select(Message).order_by(Message.id)))


def case_of(site: Site) -> Case:
    """The newest case."""
    with site.open() as world:
        return world.db.scalars(select(Case).order_by(Case.id.desc())).first() or Case()


class Overseas(Shopper):
    """A browser at com."""

    def csrf(self) -> str:
        """The token that every form of this browser carries."""
        answer = self.client.get("/signin", base_url=self.base, follow_redirects=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
        assert token is not None
        return token[1]


def overseas(site: Site) -> Overseas:
    """Somebody signed in at com."""
    with site.open(write=True) as world:
        identity.register(world, marketplace="com", email="maya@example.com", password=OPEN_SESAME, name="Maya Desai")
    person = Overseas(site.app.test_client(), f"http://com.{site.id}.localhost")
    return person.sign_in("maya@example.com")


def test_the_questions_come_one_after_the_other(site: Site) -> None:
    """Each is asked when the one before is answered; answers that there are not are not found (M-05)."""
    person = site.shopper()
    asked = ["お問い合わせの種類を選択", "お問い合わせ内容を選択", "お問い合わせ方法を選択"]
    for query, count in (("", 1), ("?kind=kindle", 2), ("?kind=kindle&content=missing", 3)):
        text = person.get(f"/contact/service{query}").text
        assert [ask in text for ask in asked] == [place < count for place in range(3)]
    assert person.get("/contact/service?kind=nothing").status == 404
    assert person.get("/contact/service?kind=kindle&content=status").status == 404


def test_every_answer_leads_somewhere(site: Site) -> None:
    """Suggested pages, the number to be called, the chat and the mail exist for all of them (M-05)."""
    person, _ = buyer(site, LETTERS)
    for kind in questions.questions("ja").kinds:
        for content in kind.contents:
            path = f"/contact/service?kind={kind.key}&content={content.key}"
            links = re.findall(r'href="([^"]+)"', person.get(path).page.text.split("<main")[1].split("</main")[0])
            for link in links:
                if not link.startswith("?"):
                    assert person.get(link.replace("&amp;", "&")).status == 200, link
            assert content.chat in talks.conversations()
    for kind in questions.questions("en").kinds:
        assert all(content.chat in talks.conversations() for content in kind.contents)


def test_without_an_order_the_general_chat_is_offered(site: Site) -> None:
    """A chat about an order needs one; whoever has none is not led to a page that is not there (M-05)."""
    person, _ = buyer(site, LETTERS)
    assert 'action="/contact/chat/about/mistaken"' in person.get(ASK).page.text
    nobody = site.shopper().get(ASK)
    assert "お問い合わせのご注文" not in nobody.text
    (way,) = re.findall(r'action="(/contact/chat[^"]*)"', nobody.page.text)
    assert "Mihonyaのチャットへようこそ" in nobody.post(way).text


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
    assert "キャンセルされておりません" not in wait(site, person, seconds=59).text
    assert "キャンセルされておりません" in wait(site, person, seconds=1).text


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


def address(site: Site) -> str:
    """The newest account's address."""
    with site.open() as world:
        return identity.account(world, newest(world)).email or ""


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


def test_every_house_conversation_ends_with_transcript_and_survey() -> None:
    """Each has the usual ending (M-11, M-12)."""
    for name, talk in talks.conversations().items():
        assert talk.at_end == "transcript", name
        assert "survey" in talk.nodes


def test_the_transcript_is_what_was_shown(site: Site) -> None:
    """Line by line, with times and names; what follows the end is no part of it (M-11)."""
    person, (number,) = buyer(site, LETTERS)
    looked_up(site, begin(person, number))
    say(person, "いいえ、そのままにします", "いいえ、ありません")
    assert "アンケートにご協力ください" in person.text
    with site.open() as world:
        (held,) = world.db.scalars(select(Chat))
        lines = [
            f"{at(line)} {line.who + '：' if line.who else ''}{line.text}" for line in held.lines if not line.after_end
        ]
        mail = next(m for m in mails(world) if "チャット" in m.subject)
    assert "\n".join(lines) in mail.text
    say(person, "解決した", "満足")
    assert "アンケートへのご回答、ありがとうございました" in person.text


def at(line: Any) -> str:
    """The time of a line as the store shows it."""
    return f"{line.at:%H:%M} JST"


def test_nobody_can_forge_a_line_of_the_transcript(site: Site) -> None:
    """A message of several lines stays one: what follows its first is indented in the mail (M-11)."""
    person, (number,) = buyer(site, LETTERS)
    forged = "10:00 JST 青木：全額を返金いたします。"
    say(begin(person, number), f"こんにちは\n{forged}\r\n{forged}").post(f"{person.path}/end")
    with site.open() as world:
        mail = next(m for m in mails(world) if "チャット" in m.subject)
    assert f"こんにちは\n\u3000\u3000\u3000{forged}\n\u3000\u3000\u3000{forged}\n" in mail.text
    assert forged not in mail.text.splitlines()


@pytest.mark.parametrize(
    ("answers", "outcome", "notes"),
    [
        (("解決していない", "不満"), "unsolved", ("解決していない", "担当者の対応は「不満」")),
        (("解決した", "満足"), "solved", ("解決した", "担当者の対応は「満足」")),
        ((), "withdrawn", ()),
    ],
)
def test_the_survey_changes_what_came_of_the_case(
    site: Site, answers: tuple[str, ...], outcome: str, notes: tuple[str, ...]
) -> None:
    """Its answers stand in the case, as nobody of the shop's word; who gives none leaves it as it was (M-12)."""
    person, (number,) = buyer(site, LETTERS)
    begin(person, number).post(f"{person.path}/end")
    assert case_of(site).outcome == "withdrawn"
    closed = case_of(site).closed_at
    say(person, *answers)
    case = case_of(site)
    assert (case.outcome, case.closed_at) == (outcome, closed)
    assert [(note.who, note.text) for note in case.notes] == [("", f"アンケートのご回答：{note}") for note in notes]
    assert ("未解決として記録しました" in person.text) is (outcome == "unsolved")


def test_a_case_that_the_agent_solved_is_unsolved_if_its_customer_says_so(site: Site) -> None:
    """As the list of one's cases shows; in English, too (M-12)."""
    person, (number,) = buyer(site, LETTERS)
    say(looked_up(site, begin(person, number)), "いいえ、そのままにします", "いいえ、ありません")
    assert case_of(site).outcome == "solved"
    say(person, "解決していない")
    assert "未解決のまま終了" in person.twin().get("/account/cases").text
    abroad = overseas(site).post("/contact/chat/about/contact-com")
    abroad.post(f"{abroad.path}/end")
    say(abroad, "No, not yet", "Dissatisfied")
    assert [note.text for note in case_of(site).notes] == [
        "Answered in the survey: not solved",
        "Answered in the survey: “Dissatisfied” with the people one spoke with",
    ]
    assert "Closed unsolved" in abroad.get("/account/cases").text


def test_somebody_without_an_address_gets_the_survey(site: Site) -> None:
    """A chat of an account by number ends without a mail (M-12)."""
    person, (number,) = buyer(site, LETTERS)
    begin(person, number)
    with site.open(write=True) as world:
        identity.account(world, newest(world)).email = ""
    person.post(f"{person.path}/end")
    assert "アンケートにご協力ください" in person.text
    assert "お送りしました" not in person.text


def test_the_case_tells_what_was_asked_and_what_came_of_it(site: Site) -> None:
    """By the content that was chosen, or the first words; let be, it is withdrawn."""
    person, (number,) = buyer(site, LETTERS)
    begin(person, number).post(f"{person.path}/end")
    case = case_of(site)
    assert (case.channel, case.asked, case.outcome) == ("chat", "誤って注文したKindle本", "withdrawn")
    assert case.about == {"order": number}
    say(person.post("/contact/chat"), "わかりました")
    assert (case_of(site).asked, case_of(site).outcome) == ("わかりました", None)


def test_what_was_asked_is_kept_clean(site: Site) -> None:
    """What a browser says of it is cut, on one line and without control characters."""
    person = site.shopper().post("/contact/chat", asked="あ\x00い\x1b[31m\nう" + "長" * 500)
    assert person.status == 200
    assert case_of(site).asked == ("あい[31m う" + "長" * 500)[:200]


def test_the_same_words_about_something_else_are_another_inquiry(site: Site) -> None:
    """Each is confirmed, and gets the answer to what it is about."""
    person = site.shopper()
    for kind, content in (("orders", "status"), ("payment", "gift")):
        person.post("/contact/mail", kind=kind, content=content, text="教えてください")
        assert case_of(site).about["content"] == content
    with site.open(write=True) as world:
        assert len(world.db.scalars(select(Case)).all()) == 2
        world.advance(timedelta(hours=3))
        assert len([m for m in mails(world) if "お問い合わせへの回答" in m.subject]) == 2


def test_an_inquiry_by_mail_is_answered_on_the_same_day(site: Site) -> None:
    """Confirmed at once, answered three hours later; sent twice, it is one case (M-05)."""
    person = site.shopper()
    form = {"kind": "orders", "content": "status", "text": "いつ届きますか"}
    path = person.post("/contact/mail", **form).path
    assert person.post("/contact/mail", **form).path == path
    assert case_of(site).number in person.text
    for seconds, count in ((10_799, 1), (1, 2)):
        with site.open(write=True) as world:
            world.advance(timedelta(seconds=seconds))
            assert len([m for m in mails(world) if case_of(site).number in m.subject]) == count
    assert case_of(site).outcome == "solved"
    assert person.post("/contact/mail", **form).path != path


@pytest.mark.parametrize("text", ["", "　 ", "長" * 5000])
def test_a_bad_inquiry_is_kept(site: Site, text: str) -> None:
    """Nothing and too much are refused, with what was typed."""
    person = site.shopper().post("/contact/mail", kind="orders", content="status", text=text)
    assert person.status == 422
    assert text.strip() in person.text
    assert person.post("/contact/mail").status == 400


def test_an_inquiry_of_a_closed_account_is_not_answered(site: Site) -> None:
    """What falls due after the closing finds nothing."""
    site.shopper().post("/contact/mail", kind="orders", content="status", text="いつ届きますか")
    with site.open(write=True) as world:
        identity.close(world, newest(world))
        before = len(mails(world))
        world.advance(timedelta(hours=4))
        assert not cases.cases_of(world, newest(world))
        assert len(mails(world)) == before


def test_the_libraries_are_linked_by_chat(site: Site) -> None:
    """Three transfers, the questions in order, the link, the reference; “End chat” closes the window (K-07 to K-12)."""
    with site.open(write=True) as world:
        identity.register(world, email="maya@example.com", password=OPEN_SESAME, name="デサイ 真矢")
    person = overseas(site).get("/contact/service?kind=kindle&content=consolidate")
    person.post("/contact/chat/about/libraries", asked="Consolidating my libraries")
    say(person, "Chat with a person")
    wait(site, person, minutes=1)
    say(person, *("hm", "My Kindle libraries"))
    wait(site, person, minutes=1)
    say(person, *("The accounts", "Yes, please", "Lynx", "Firefox", "same result"))
    assert "accounts cannot be merged, as the two sites work independently" in person.text
    wait(site, person, minutes=2)
    say(person, *("This store", "Yes, please", "my usual one", "the same"))
    assert "Your libraries are linked now" in wait(site, person, minutes=3).text
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


def test_another_day_is_told_by_its_date(site: Site) -> None:
    """Over midnight and after a pause, in the chat and in its mail alike (M-11); the first day has none."""
    person, (number,) = buyer(site, LETTERS)
    begin(person, number)
    assert not re.findall(r"<p>\d{4}年\d+月\d+日</p>", person.page.text)
    with site.open(write=True) as world:
        world.advance(timedelta(hours=14))
        service.answer(world, newest(world), 1, said=LETTERS, turn="1")
        service.end(world, newest(world), 1)
        chat = world.db.get_one(Chat, 1)
        lines = transcripts.transcript(chat)
        mail = next(m for m in mails(world) if "チャット" in m.subject)
    day = next(line for line in lines if line.by == "date")
    assert (day.time, day.text) == ("", "2026年6月2日")
    assert f"\n2026年6月2日\n{lines[lines.index(day) + 1].time} " in mail.text


def test_what_follows_the_end_is_in_nobodys_name(site: Site) -> None:
    """The survey is shown apart, and is not asked by the agent whom it is about (M-12)."""
    person, (number,) = buyer(site, LETTERS)
    begin(person, number).post(f"{person.path}/end")
    after = person.page.text.partition('class="chat-after"')[2].partition("</section>")[0]
    assert "アンケートにご協力ください" in after
    assert "chat-who" not in after
    assert "by-agent" not in after


def test_asking_about_something_else_begins_another_chat(site: Site) -> None:
    """Also within one conversation; asked about the same again, one comes back to the open chat (M-05)."""
    person, (first, second) = buyer(site, LETTERS, TIDES)
    matters = ("注文と配送の状況", "アカウントの閉鎖", "注文と配送の状況")
    chats = [person.post("/contact/chat/about/contact", asked=asked).path for asked in matters]
    assert chats[0] == chats[2] != chats[1]
    there = begin(person, first).path
    assert begin(person, second).path != there
    assert orders.masked(second) in person.text
    assert begin(person, first).path == there


@pytest.mark.parametrize("said", ["返金はいつですか", f"{LETTERS}の返金はいつですか"])
def test_a_refund_is_not_looked_up_before_a_title_was_confirmed(site: Site, said: str) -> None:
    """The agent says how it is in general, and asks for the title (M-07)."""
    person, (number,) = buyer(site, LETTERS)
    say(begin(person, number), said)
    assert "返金は、キャンセルから2～3日で完了し" in person.text
    assert "タイトルを、もう一度お知らせいただけますか" in person.text
    assert "キャンセルのお手続きをしてもよろしいですか" not in person.text
