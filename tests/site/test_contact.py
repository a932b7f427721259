"""The help, the three questions, and inquiries by mail, through Flask's test client."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from mock_site.identity import service as identity
from mock_site.orders import service as orders
from mock_site.support import cases, questions, talks
from mock_site.support.models import Case
from tests.site.chatting import ASK, LETTERS, TIDES, begin, buyer, case_of, mails, newest, say
from tests.site.shopping import Site


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
