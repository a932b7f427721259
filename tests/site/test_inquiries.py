"""Inquiries to KDP's support: its answers come by the clock, and say what is so (B-04 to B-06)."""

from datetime import date
from io import BytesIO

import pytest

from mock_site.identity import closure
from mock_site.publishing import manuscripts
from tests.site.portal import Portal, text
from tests.site.publishing import GOOD, LYING, TITLE, on_sale, read_again

SAID = {"subject": "iPhoneで開けない", "text": "読者から、開けないと言われました。"}


def asks(portal: Portal, account: int, **form: object) -> None:
    """Send the form of 「お問い合わせ」."""
    assert portal.browser(account).post("/contact", **{**SAID, **form}).status_code == 303


def answers(portal: Portal) -> list[str]:
    """The kinds of all answers, oldest first."""
    return [row["kind"] for row in portal.rows("kdp_answers")]


def test_the_whole_case(portal: Portal) -> None:
    """The author's slip, then the system's fault: a date five days on, and the answer three days before it."""
    account = portal.author("a@example.jp", TITLE)
    book = on_sale(portal, account, data=LYING)
    asks(portal, account, book=book)
    portal.advance(hours=3, minutes=59, seconds=59)
    assert answers(portal) == []
    portal.advance(seconds=1)  # 14:00 on Monday, 1 June
    assert answers(portal) == ["encoding"]
    portal.weather("conversion-fault")
    read_again(portal, account, book)
    asks(portal, account, book=book, text="直しても開けません。")
    portal.advance(hours=4)
    assert answers(portal) == ["encoding", "investigating"]
    assert portal.rows("kdp_inquiries")[1]["promised_on"] == date(2026, 6, 6)
    portal.advance(days=1, hours=16, minutes=59, seconds=59)  # 10:59:59 on Wednesday
    assert answers(portal) == ["encoding", "investigating"]
    assert portal.rows("kdp_editions")[-1]["trouble"] == "conversion"
    portal.advance(seconds=1)
    assert answers(portal) == ["encoding", "investigating", "mended"]
    assert portal.rows("kdp_editions")[-1]["trouble"] == ""
    assert portal.call("GET", "")["faults"] == {}
    subjects = [mail["subject"].partition("（")[0] for mail in portal.rows("messages") if mail["topic"] != "inquiry"]
    assert subjects == ["文字コードの修正のお願い", "お詫びと調査のお知らせ", "システムの不具合を修正しました"]


def test_the_history_has_what_the_mails_said(portal: Portal) -> None:
    """Also when the mail is lost; another person's is not found."""
    account = portal.author("a@example.jp", TITLE)
    asks(portal, account, book=on_sale(portal, account, data=LYING))
    portal.weather("mail-lost", topic="inquiry-answer")
    browser = portal.browser(account)
    assert "受付済み" in text(browser.get("/inquiries"))
    portal.advance(hours=4)
    browser = portal.browser(account)  # the session before timed out meanwhile
    assert "回答済み" in text(browser.get("/inquiries"))
    shown = text(browser.get("/inquiries/1"))
    assert f"「{TITLE}」について" in shown
    assert "もう一度「出版する」を押します" in shown
    other = portal.browser(portal.author("b@example.jp"))
    assert other.get("/inquiries/1").status_code == 404
    assert portal.browser().get("/inquiries").status_code == 303


def test_what_support_finds(portal: Portal) -> None:
    """A book that opens, one that is not on sale, and no book at all."""
    account = portal.author("a@example.jp", "下書き", TITLE)
    draft = next(row["id"] for row in portal.rows("kdp_books") if row["title"] == "下書き")
    book = on_sale(portal, account)
    asks(portal, account, book=book)
    asks(portal, account, book=draft)
    asks(portal, account, book="")
    portal.advance(hours=4)
    assert answers(portal) == ["sound", "gone", "general"]
    assert {row["state"] for row in portal.rows("kdp_inquiries")} == {"answered"}


@pytest.mark.parametrize(("data", "found"), [(GOOD, "unpublished"), (LYING, "encoding")], ids=["mended", "as-bad"])
def test_a_file_that_waits_to_be_published(portal: Portal, data: bytes, found: str) -> None:
    """Whoever mended the file and did not publish it is asked for just that; a file as bad as before is not praised."""
    account = portal.author("a@example.jp", TITLE)
    book = on_sale(portal, account, data=LYING)
    with portal.app.store.open(portal.world, write=True) as world:
        manuscripts.upload(world, account, book, "book.txt", BytesIO(data), "UTF-8")
    asks(portal, account, book=book)
    portal.advance(hours=4)
    assert answers(portal) == [found]
    assert "「出版する」を押" in portal.rows("messages")[-1]["text"]


def test_a_slip_during_the_investigation_is_told(portal: Portal) -> None:
    """Whoever publishes a bad file meanwhile is asked to mend that, not told that all is well."""
    account = portal.author("a@example.jp", TITLE)
    portal.weather("conversion-fault")
    book = on_sale(portal, account)
    asks(portal, account, book=book)
    portal.advance(hours=4)
    read_again(portal, account, book, LYING)
    portal.advance(days=2)
    assert answers(portal) == ["investigating", "encoding"]


def test_asked_again_during_the_investigation(portal: Portal) -> None:
    """One matter has one date and one mail that it is mended; asked after that, the book is looked at anew (B-05)."""
    account = portal.author("a@example.jp", TITLE)
    portal.weather("conversion-fault")
    book = on_sale(portal, account)
    asks(portal, account, book=book)
    portal.advance(days=1)
    asks(portal, account, book=book, text="まだ開けません。")
    portal.advance(hours=4)
    assert answers(portal) == ["investigating", "underway"]
    assert "（受付番号 1）で、すでに調査しています" in portal.rows("messages")[-1]["text"]
    assert "2026年6月6日(土)までに" in portal.rows("messages")[-1]["text"]
    assert [row["state"] for row in portal.rows("kdp_inquiries")] == ["investigating", "answered"]
    portal.advance(days=5)
    assert answers(portal) == ["investigating", "underway", "mended"]
    asks(portal, account, book=book, text="開けました。")
    portal.advance(hours=4)
    assert answers(portal)[-1] == "sound"


def test_mending_mends_everybodys_books(portal: Portal) -> None:
    """Two authors asked; the second one's book opens from the first answer on."""
    accounts = [portal.author(f"{name}@example.jp", TITLE) for name in "ab"]
    portal.weather("conversion-fault")
    books = [on_sale(portal, account) for account in accounts]
    asks(portal, accounts[0], book=books[0])
    portal.advance(days=1)
    asks(portal, accounts[1], book=books[1])
    portal.advance(days=1, hours=1)
    assert answers(portal) == ["investigating", "investigating", "mended"]
    assert [row["trouble"] for row in portal.rows("kdp_editions")] == ["", ""]
    portal.advance(days=1)
    assert answers(portal)[-1] == "mended"


@pytest.mark.parametrize("book", ["0", "99", "x", "１"])
def test_a_book_that_is_not_the_askers(portal: Portal, book: str) -> None:
    """Is refused, and what was typed stays."""
    portal.author("b@example.jp", TITLE)
    browser = portal.browser(portal.author("a@example.jp", "別の本"))
    answer = browser.post("/contact", book=book, **SAID)
    assert answer.status_code == 422
    assert "一覧から選び直してください" in text(answer)
    assert SAID["text"] in text(answer)
    assert portal.rows("kdp_inquiries") == []


def test_a_stranger_is_answered_by_mail(portal: Portal) -> None:
    """And told how to have a book looked into."""
    portal.browser().post("/contact", email="x@example.com", **SAID)
    portal.advance(hours=4)
    mail = portal.rows("messages")[-1]
    assert (mail["to"], mail["topic"], mail["links"]) == ("x@example.com", "inquiry-answer", [])
    assert "その本を選んでお送りください" in mail["text"]


def test_closing_ends_the_correspondence(portal: Portal) -> None:
    """Nothing is answered to an account that is closed (C-05)."""
    account = portal.author("a@example.jp", TITLE)
    portal.weather("conversion-fault")
    asks(portal, account, book=on_sale(portal, account))
    portal.advance(hours=4)
    asks(portal, account, subject="まだですか")
    with portal.app.store.open(portal.world, write=True) as world:
        closure.close(world, account)
    written = len(portal.rows("messages"))
    portal.advance(days=6)
    assert len(portal.rows("messages")) == written
    assert portal.rows("kdp_answers") == portal.rows("kdp_inquiries") == []
