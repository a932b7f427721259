"""Having the customer service call: the ways to it, the call itself, and the history of inquiries."""

import re
from collections.abc import Collection, Sequence
from typing import Any

import phonenumbers
from playwright.sync_api import Locator, expect

from flows.flow import Flow, step
from flows.phone import Phone

CALLER = "Mihonya カスタマーサービス"
MATTER = "注文と配送の状況"
LEAVING = ("/signout", "/static/")
CRAWL = r"""async ({starts, leaving}) => {
  const found = {}, waiting = [...starts];
  while (waiting.length) {
    const path = waiting.pop();
    if (path in found) continue;
    const answer = await fetch(path).catch(() => null);
    found[path] = {text: "", dials: []};
    if (!answer?.headers.get("Content-Type").startsWith("text/html")) continue;
    const there = new DOMParser().parseFromString(await answer.text(), "text/html");
    there.querySelectorAll("script, style, svg").forEach(part => part.remove());
    for (const input of there.querySelectorAll("input:is([type=tel], [autocomplete=username])[aria-describedby]")) {
      const hint = there.getElementById(input.getAttribute("aria-describedby"));
      hint.textContent = hint.textContent.replace(/(例：|for example )\+?[0-9 -]+$/, "");
    }
    const parts = [], walker = there.createTreeWalker(there.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) parts.push(walker.currentNode.data);
    found[path] = {text: parts.join("\n"), dials: [...there.querySelectorAll("a[href^='tel:']")].map(a => a.href)};
    for (const link of there.querySelectorAll("a[href]")) {
      const to = new URL(link.getAttribute("href"), new URL(answer.url));
      if (to.origin !== location.origin || leaving.some(start => to.pathname.startsWith(start))) continue;
      waiting.push(to.pathname === "/signin" ? to.pathname : to.pathname + to.search);
    }
  }
  return found;
}"""
"""Follows all links of a site, and returns by path what each page says and which numbers its links dial.

Of the hint of an input that takes one's telephone number, as the sign-in does, the example at its end is left out.
A link that leads on to another site is not followed there.
"""


def _numbers(shown: dict[str, Any], own: Collection[str]) -> list[str]:
    """The telephone numbers that a page shows, and that its links dial, but for the reader's `own`."""
    mine = [phonenumbers.parse(number, "JP") for number in own]
    found = phonenumbers.PhoneNumberMatcher(shown["text"], "JP")
    return [*(match.raw_string for match in found if match.number not in mine), *shown["dials"]]


class Calls(Flow):
    """「Mihonyaから電話をする」, as a desktop has it."""

    @step("T-01")
    def find_no_number_to_call(
        self, site: str, *known: str, starts: Sequence[str] = ("/",), own: Collection[str] = ()
    ) -> None:
        """Follow all links of a site, coming by `known` pages, and find no telephone number but one's `own`."""
        self.page.goto(self.sites.url(site))
        pages: dict[str, Any] = self.page.evaluate(CRAWL, {"starts": starts, "leaving": LEAVING})
        missed = set(known) - {path.partition("?")[0] for path, shown in pages.items() if shown["text"]}
        assert not missed, f"no link leads to {', '.join(sorted(missed))}"
        found = [f"{path}: {told}" for path, shown in pages.items() for told in _numbers(shown, own)]
        assert not found, "\n".join(found)

    @step("T-03")
    def ask_for_call(self, number: str) -> None:
        """Go from 「電話でのサポートが必要ですか？」 by kind and content to 「電話」, and ask to be called."""
        self._open()
        for name in ("電話でのサポートが必要ですか？", "ご注文と配送", MATTER, "電話"):
            self._link(name).click()
        self.give_number(number)
        self._expect_asked()

    @step("T-04")
    def see_suggestions(self) -> None:
        """Be offered solutions before a kind is chosen, for the kind, for the content, and beside the number."""
        self.stage.walk.variant("suggested")
        self._open()
        for name, solutions in (
            (
                "電話でのサポートが必要ですか？",
                [MATTER, "誤って注文したKindle本", "登録内容の変更", "コンビニでのお支払い"],
            ),
            ("ご注文と配送", [MATTER, "注文のキャンセルと返品"]),
            (MATTER, [MATTER]),
        ):
            self._link(name).click()
            offered = self.page.get_by_role("region", name="こちらで解決することがあります", exact=True)
            expect(offered.get_by_role("heading", level=3)).to_have_text(solutions)
            expect(offered.get_by_role("button", name="これで解決しました")).to_have_count(len(solutions))
        self._link("電話").click()
        self._expect_suggested()

    @step("T-04")
    def take_suggestion(self) -> None:
        """Take a suggestion that helps: the matter ends, and nobody will call."""
        self.stage.walk.variant("helped")
        self._solved().first.click()
        expect(self.page.get_by_role("heading", level=1, name="解決してよかったです", exact=True)).to_be_visible()
        expect(self.page.get_by_role("main")).to_contain_text("お電話はおかけしません。")

    @step("T-05")
    def answer(self, number: str) -> str:
        """Hear the telephone ring, and answer; returns what is heard."""
        self.stage.walk.variant("answered")
        self.beside(Phone).see_ringing(number, CALLER)
        heard = self.beside(Phone).answer_call(number)
        expect(self.page.get_by_role("list", name="聞こえている内容")).to_be_visible()
        return heard

    @step("T-05")
    def decline(self, number: str) -> None:
        """Hear the telephone ring, and decline: the ringing stops, and the inquiry is over by that."""
        self.stage.walk.variant("declined")
        self.beside(Phone).see_ringing(number, CALLER)
        self.beside(Phone).decline_call(number)
        self.see_outcome("お電話をお取りいただけず終了")

    @step("T-05")
    def hear_no_second_try(self, number: str) -> None:
        """Find the telephone at rest after a call that was declined, with that one call and no other."""
        self.stage.walk.variant("declined")
        self.beside(Phone).find_not_ringing(number)
        self.page.goto(self.sites.url("phone", f"/{number}/calls/"))
        calls = self.page.get_by_role("main").get_by_role("listitem")
        expect(calls).to_have_count(1)
        expect(calls).to_contain_text("拒否")

    @step("T-05")
    def hear_second_try(self, number: str) -> None:
        """Hear the telephone ring once more after a call that was missed, and answer."""
        self.stage.walk.variant("missed")
        self.beside(Phone).see_ringing(number, CALLER)
        self.beside(Phone).answer_call(number)
        self.page.goto(self.sites.url("phone", f"/{number}/calls/"))
        expect(self.page.get_by_role("main").get_by_role("listitem")).to_have_count(2)
        expect(self.page.get_by_role("main").get_by_role("listitem").last).to_contain_text("不在着信")

    @step("T-06")
    def talk_to_japan(self, number: str) -> None:
        """Speak with an operator in Japan, and find the case solved."""
        self.stage.walk.variant("japan")
        self._talk(number, "でございます。", "海外")

    @step("T-06")
    def talk_abroad(self, number: str) -> None:
        """Speak with an operator abroad, and find the case solved."""
        self.stage.walk.variant("abroad")
        self._talk(number, "海外からお電話しています。", "でございます。")

    @step()
    def hang_up_early(self, number: str) -> None:
        """Answer and hang up at once: that solves nothing, and another call can be asked for."""
        self.answer(number)
        self.beside(Phone).hang_up()
        self.see_outcome("お電話の途中で終了")

    @step()
    def leave_unsolved(self, number: str) -> None:
        """Hear all that the operator says, and say 「まだ解決していません」."""
        self.answer(number)
        for reply in ("つづきを聞く", "つづきを聞く", "まだ解決していません"):
            heard = self.beside(Phone).reply(reply)
        assert "カスタマーサービスに連絡" in heard
        self.beside(Phone).hang_up()
        self.see_outcome("未解決のまま終了")

    @step("T-07")
    def is_refused(self, why: str, number: str, told: str) -> None:
        """Give a bad number, hear what is wrong with it, and find it still there."""
        self.stage.walk.variant(why)
        self._send_number(number)
        expect(self.page.get_by_role("alert")).to_contain_text(told)
        expect(self._number()).to_have_value(number)

    @step()
    def open_number_page(self) -> None:
        """Open the page that asks for the number."""
        self.page.goto(self.sites.url("store", "/contact/call/number?topic=orders&item=status"))
        expect(self._number()).to_be_visible()

    @step()
    def give_number(self, number: str) -> None:
        """Give a number, press 「今すぐ電話がほしい」, and see which number the service calls, or will call."""
        self._send_number(number)
        expect(self.page.get_by_role("heading", level=1)).to_have_text(
            re.compile("^(お電話を差し上げています|まもなくお電話します)$")
        )
        called = self.page.get_by_text("おかけする番号", exact=True).locator("+ dd").inner_text()
        assert phonenumbers.parse(called, "JP") == phonenumbers.parse(number, "JP"), called

    @step()
    def is_put_off(self, number: str) -> None:
        """Ask once too often, hear from when on there are calls again, and find the number still there."""
        self._send_number(number)
        expect(self.page.get_by_role("alert")).to_contain_text(
            re.compile(r"お電話のご依頼が続いたため、一時的に承れません。[0-9:]{8} 以降に")
        )
        expect(self._number()).to_have_value(number)

    @step()
    def wait_for_line(self) -> None:
        """See that the lines are crowded, and that the call will come."""
        expect(self.page.get_by_role("heading", level=1, name="まもなくお電話します", exact=True)).to_be_visible()
        expect(self.page.get_by_role("main")).to_contain_text("ただいま電話が混み合っています。")

    @step()
    def see_standing(self, title: str) -> None:
        """See on the page of the call how it stands, without touching it."""
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()

    @step()
    def call_off(self) -> None:
        """Call the call off with 「電話を取り消す」, which closes the case."""
        self.page.get_by_role("button", name="電話を取り消す", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="お電話を取り消しました", exact=True)).to_be_visible()

    @step()
    def see_outcome(self, outcome: str) -> None:
        """Find what came of the newest inquiry in 「お問い合わせ履歴」."""
        self.page.goto(self.sites.url("store", "/account"))
        self.page.get_by_role("main").get_by_role("link", name="お問い合わせ履歴", exact=True).click()
        newest = self.page.get_by_role("row").nth(1)
        expect(newest).to_contain_text(outcome)
        newest.get_by_role("link").click()
        expect(self.page.get_by_role("region", name="お問い合わせの内容", exact=True)).to_contain_text(outcome)

    @step()
    def switch_tone_on(self, number: str) -> None:
        """Find the ringing tone off, switch it on, and find it on after a reload."""
        self.beside(Phone).see_ringing(number, CALLER)
        tone = self.page.get_by_role("button", name="着信音", exact=False)
        expect(tone).to_have_attribute("aria-pressed", "false")
        tone.click()
        expect(tone).to_have_attribute("aria-pressed", "true")
        self.page.reload()
        expect(tone).to_have_attribute("aria-pressed", "true")

    def _talk(self, number: str, told: str, not_told: str) -> None:
        heard = self.answer(number)
        assert told in heard
        assert not_told not in heard
        for reply in ("つづきを聞く", "つづきを聞く", "解決しました"):
            expect(self._said_unsolved).to_have_count(1 if reply == "解決しました" else 0)
            heard = self.beside(Phone).reply(reply)
        assert "解決しました" in heard
        self.beside(Phone).hang_up()
        self.see_outcome("解決済み")
        record = self.page.get_by_role("list", name="記録", exact=True).get_by_role("listitem")
        expect(record.filter(has_text=told)).to_have_count(1)

    @property
    def _said_unsolved(self) -> Locator:
        return self.page.get_by_role("button", name="まだ解決していません", exact=True)

    def _open(self) -> None:
        self.page.goto(self.sites.url("store"))
        self.page.get_by_role("contentinfo").get_by_role("link", name="総合お問い合わせ", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="総合お問い合わせ", exact=True)).to_be_visible()

    def _link(self, name: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("link", name=name, exact=True)

    def _send_number(self, number: str) -> None:
        self._number().fill(number)
        self.page.get_by_role("button", name="今すぐ電話がほしい", exact=True).click()

    def _number(self) -> Locator:
        return self.page.get_by_label("お電話番号", exact=True)

    def _solved(self) -> Locator:
        return self.page.get_by_role("button", name=f"{MATTER}：これで解決しました", exact=True)

    def _expect_suggested(self) -> None:
        expect(self._solved().first).to_be_visible()

    def _expect_asked(self) -> None:
        expect(self.page.get_by_role("heading", level=1, name="お電話を差し上げています", exact=True)).to_be_visible()
        expect(self.page.get_by_role("main")).to_contain_text(MATTER)


class PhoneCalls(Calls, device="phone"):
    """「Mihonyaから電話をする」, as a phone has it."""

    @step("T-02")
    def ask_for_call(self, number: str) -> None:
        """Go from 「Mihonyaから電話をする」 by topic and item to 「カスタマーサービスへ連絡」, and ask to be called."""
        self._open()
        for name in ("Mihonyaから電話をする", "注文内容について", MATTER):
            self._link(name).click()
        onward = self._link("カスタマーサービスへ連絡")
        expect(onward).not_to_be_in_viewport(ratio=1)
        onward.scroll_into_view_if_needed()
        onward.click()
        self._link("お問い合わせを続ける").click()
        self.give_number(number)
        self._expect_asked()

    @step("T-04")
    def see_suggestions(self) -> None:
        """Be offered solutions on each page from the topics to the number."""
        self.stage.walk.variant("suggested")
        self._open()
        for name in ("Mihonyaから電話をする", "注文内容について"):
            self._link(name).click()
            expect(self.page.get_by_role("region", name="こちらで解決できることがあります", exact=True)).to_be_visible()
        for name in (MATTER, "カスタマーサービスへ連絡", "お問い合わせを続ける"):
            self._link(name).click()
            self._expect_suggested()
