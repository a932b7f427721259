"""Chats about matters of one's own, and the one about an e-book that was ordered by mistake."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step
from flows.one_click import EbookOrder
from flows.pocket import Mailbox

SET_BACK = "\u3000" * 3
PARTS = """lines => lines.map(line => ["time", ".chat-who", "p"].map(
  part => [...line.querySelectorAll(part)].map(found => found.innerText)))"""
"""Reads the parts of all lines in one look, in the order of `Line`."""
CANCEL, KEEP = "はい、キャンセルします", "いいえ、そのままにします"


def masked(number: str) -> str:
    """An e-book order's number as chats show it: `D01-620****-*****19`."""
    return f"{number[:7]}****-*****{number[-2:]}"


class Line(NamedTuple):
    """A line of a chat as its page shows it; nobody says some of them."""

    time: str
    """`00:08 JST`; empty for the date of a new day."""
    who: str
    text: str


class Talk(Flow):
    """A chat in some language: its labels, and what people do in it."""

    place = "store"
    lines_label, message, send, refresh = "会話", "メッセージ", "送信", "会話を更新"
    subject, says = "チャットでのお問い合わせの内容", "："
    """Of the transcript's mail: its subject, and what stands between a name and what was said."""
    sorry = "恐れ入ります"
    """What an agent says who did not understand."""

    @step("M-11")
    def read_transcript(self, address: str, shown: Sequence[Line]) -> None:
        """Read the whole chat in a mail, line by line as it was shown, with times and names."""
        self.stage.walk.variant(self.place)
        self.beside(Mailbox).open_mail(address, self.subject)
        text = self.page.get_by_role("article").inner_text()
        assert "\n".join(self._mailed(line) for line in shown) in text
        assert re.findall(r"^\d\d:\d\d [A-Z]{3}\b", text, re.MULTILINE) == [line.time for line in shown if line.time]

    @step()
    def is_not_understood(self, text: str, *asked_back: str) -> None:
        """Say something unexpected, and be asked back politely, in these words."""
        self.say(text)
        for words in (self.sorry, *asked_back):
            expect(self._by("agent").last).to_contain_text(words)

    def say(self, text: str) -> None:
        """Write a message and send it; it stands in the conversation afterwards."""
        self._send(text)
        expect(self._by("customer").last).to_contain_text(text)

    def choose(self, label: str) -> None:
        """Give one of the answers on offer."""
        self._choice(label).click()
        expect(self._by("customer").last).to_contain_text(label)

    def go_on(self) -> None:
        """See the page find by itself that the agent has come back; the link to look is for browsers without script."""
        expect(self.page.get_by_role("link", name=self.refresh, exact=True)).to_have_count(0)

    def shown(self) -> list[Line]:
        """The conversation as the page shows it, once the page is whole."""
        self.page.wait_for_load_state("domcontentloaded")
        parts = self._lines().get_by_role("listitem").evaluate_all(PARTS)
        return [Line("".join(time), "".join(who), text) for time, who, (text,) in parts]

    def _mailed(self, line: Line) -> str:
        """A line as the transcript writes it: of several lines of text, all but the first stand back."""
        who = f"{line.who}{self.says}" if line.who else ""
        time = f"{line.time} " if line.time else ""
        return f"{time}{who}{line.text}".replace("\n", f"\n{SET_BACK}")

    def _send(self, text: str) -> None:
        self.page.get_by_label(self.message, exact=True).fill(text)
        self.page.get_by_role("button", name=self.send, exact=True).click()

    def _choice(self, label: str) -> Locator:
        return self.page.get_by_role("button", name=label, exact=True)

    def _lines(self) -> Locator:
        return self.page.get_by_role("list", name=self.lines_label, exact=True)

    def _by(self, whom: str) -> Locator:
        return self._lines().locator(f"> .by-{whom}")

    def _said(self, text: str) -> Locator:
        """What agents have said with these words in it."""
        return self._by("agent").filter(has_text=text)


class MistakenOrderChat(Talk):
    """The chat about an e-book that was ordered by mistake."""

    @step("M-07")
    def is_greeted(self, masked: str) -> None:
        """See the order's number, masked, before anything else, then the greeting and the question for the title."""
        self.stage.walk.variant("greeting")
        first = self._lines().get_by_role("listitem").first.get_by_role("paragraph")
        expect(first).to_have_text(re.compile(r"^ご注文番号：D01-620\*{4}-\*{5}\d\d$"))
        expect(first).to_have_text(f"ご注文番号：{masked}")
        expect(self._by("agent").first).to_contain_text("お問い合わせありがとうございます")
        expect(self._by("agent").last).to_contain_text("タイトルをお知らせいただけますか")
        expect(self._by("notice")).to_have_count(1)

    @step("M-07")
    def tell_title(self, title: str) -> None:
        """Tell the title, and be asked for it once more; nothing was looked up so far."""
        self.stage.walk.variant("title")
        self.say(title)
        expect(self._by("agent").last).to_contain_text(
            f"もう一度うかがいます。タイトルは『{title}』でお間違いないでしょうか"
        )
        expect(self._said("お待たせいたしました")).to_have_count(0)

    @step("M-07")
    def confirm_title(self) -> None:
        """Confirm: only now the agent looks it up, and can be seen typing meanwhile."""
        self.stage.walk.variant("confirmed")
        self.choose("はい")
        expect(self._by("agent").last).to_contain_text("少々お待ちください")
        expect(self.page.get_by_role("status")).to_contain_text("が入力しています")

    @step("M-08")
    def hear_of_own_cancellation(self, title: str) -> None:
        """Hear that one has cancelled it oneself, and that the money comes in 2 to 3 days, with a mail."""
        self.go_on()
        expect(self._said(f"『{title}』").last).to_contain_text("お客様の操作ですでにキャンセルされておりました")
        told = self._said("返金のお手続きを進めております")
        expect(told).to_contain_text("2～3日かかり、完了しましたらEメールでお知らせいたします")

    @step("M-13")
    def have_it_cancelled(self, order: EbookOrder) -> None:
        """Hear that it is not cancelled and can be, consent, hear that it is done, and see the order's 払い戻し."""
        self.stage.walk.variant("cancelled")
        self.go_on()
        expect(self._said(f"『{order.title}』").last).to_contain_text("まだキャンセルされておりません")
        self._expect_refunds(order, 0)
        self.choose(CANCEL)
        expect(self._said(f"『{order.title}』のご注文をキャンセルいたしました")).to_have_count(1)
        self._expect_refunds(order, 1)

    @step("M-13")
    def have_it_refused(self, order: EbookOrder) -> None:
        """Hear that a book that was opened cannot be cancelled, and see that the order has no 払い戻し."""
        self.stage.walk.variant("opened")
        self.go_on()
        told = f"『{order.title}』（ご注文番号"
        expect(self._said(told).last).to_contain_text("すでに開かれているため、キャンセルを承ることができません")
        expect(self.page.get_by_role("button", name=CANCEL, exact=True)).to_have_count(0)
        self._expect_refunds(order, 0)

    @step("M-06")
    def is_answered_at(self, *times: str) -> None:
        """See that the agent has answered, at these times of the night."""
        self.stage.walk.variant(times[0])
        lines = self._by("agent").get_by_role("time")
        expect(lines.first).to_have_text(f"{times[0]} JST")
        expect(lines.last).to_have_text(f"{times[-1]} JST")

    @step("M-12")
    def finish(self) -> list[Line]:
        """Say that nothing is left: the chat ends with a survey; returns the conversation as it is shown."""
        self.stage.walk.variant("by-agent")
        self.choose("いいえ、ありません")
        self._expect_survey()
        return self.shown()

    @step("M-12")
    def leave(self) -> list[Line]:
        """End the chat oneself, and be asked by the survey all the same; returns the conversation as it is shown."""
        self.stage.walk.variant("by-customer")
        self.page.get_by_role("button", name="チャットを終了する", exact=True).click()
        self._expect_survey()
        return self.shown()

    @step("M-12")
    def answer_survey(self) -> None:
        """Answer the survey, and be thanked for it."""
        self.stage.walk.variant("answered")
        for answer in ("解決した", "満足"):
            self.page.get_by_role("button", name=answer, exact=True).click()
        after = self.page.get_by_role("list", name="チャットの終了後", exact=True)
        expect(after).to_contain_text("アンケートへのご回答、ありがとうございました")

    @step("M-12")
    def say_that_it_is_not_solved(self) -> None:
        """Answer the survey that nothing was solved, and find one's case so in 「お問い合わせ履歴」."""
        self.stage.walk.variant("answered")
        self._choice("解決していない").click()
        after = self.page.get_by_role("list", name="チャットの終了後", exact=True)
        expect(after).to_contain_text("お問い合わせは未解決として記録しました")
        self._choice("不満").click()
        expect(after).to_contain_text("アンケートへのご回答、ありがとうございました")
        self.page.goto(self.sites.url("store", "/account/cases"))
        expect(self.page.get_by_role("main")).to_contain_text("未解決のまま終了")

    @step()
    def is_not_found(self, told: str) -> None:
        """Hear that there is no such order among one's own, and be asked again."""
        self.go_on()
        expect(self._said(f"「{told}」は見つかりませんでした")).to_have_count(1)
        expect(self._by("agent").last).to_contain_text("もう一度お知らせいただけますか")

    @step()
    def tell_number(self, number: str) -> None:
        """Tell an order's number in place of the title, and confirm it."""
        self.say(number)
        expect(self._by("agent").last).to_contain_text(f"ご注文番号 {number} ですね")
        self.choose("はい")

    @step()
    def see_same_in_other_tab(self, other: "MistakenOrderChat") -> None:
        """See the same conversation here, after a reload, as in the other tab."""
        self.page.reload()
        assert self.shown() == other.shown()

    def _expect_refunds(self, order: EbookOrder, count: int) -> None:
        """Look the order's details up in a page of its own, so that the chat stays where it is."""
        beside = self.page.context.new_page()
        beside.goto(self.sites.url("store", f"/orders/{order.number}"))
        expect(beside.get_by_role("main")).to_contain_text(order.number)
        expect(beside.get_by_role("region", name="払い戻し", exact=True)).to_have_count(count)
        beside.close()

    def _expect_survey(self) -> None:
        expect(self._by("notice").last).to_contain_text("チャットを終了しました")
        after = self.page.get_by_role("list", name="チャットの終了後", exact=True)
        expect(after).to_contain_text("アンケートにご協力ください")
        expect(self.page.get_by_role("button", name="解決した", exact=True)).to_be_visible()
