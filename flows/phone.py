"""The customer's telephone: text messages, calls, and the authenticator app."""

import re

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step

SENDER = "Mihonya"


class Phone(Flow):
    """A telephone by its number (E.164), used in a browser."""

    @step()
    def read_code(self, number: str, sender: str = SENDER) -> str:
        """Read the code in the newest text message."""
        newest = self._newest(number, sender)
        code = newest.get_by_label("コード", exact=True).input_value()
        expect(newest).to_contain_text(code)
        return code

    @step()
    def read_text(self, number: str, sender: str, text: str) -> None:
        """Read the newest text message of somebody."""
        expect(self._newest(number, sender)).to_contain_text(text)

    @step()
    def find_no_text(self, number: str) -> None:
        """Find that no text message has arrived."""
        self._open_texts(number)
        expect(self.page.get_by_role("main")).to_contain_text("メッセージはまだ届いていません。")

    @step()
    def see_ringing(self, number: str, caller: str) -> None:
        """See that the telephone rings, on top of everything, and who calls."""
        self.page.goto(self.sites.url("phone", f"/{number}/"))
        expect(self.page).to_have_title(re.compile("^着信中"))
        expect(self.page.get_by_role("heading", level=1, name="着信中", exact=True)).to_be_visible()
        expect(self.page.get_by_role("main")).to_contain_text(caller)

    @step()
    def find_not_ringing(self, number: str) -> None:
        """Find the telephone at rest."""
        self.page.goto(self.sites.url("phone", f"/{number}/"))
        expect(self.page.get_by_role("navigation", name="電話")).to_be_visible()
        expect(self.page.get_by_role("button", name="応答", exact=True)).to_have_count(0)

    @step()
    def answer_call(self, number: str) -> str:
        """Answer the call that rings with 「応答」; returns what is heard."""
        self.page.goto(self.sites.url("phone", f"/{number}/calls/"))
        self.page.get_by_role("button", name="応答", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="通話中", exact=True)).to_be_visible()
        self.page.wait_for_load_state()  # what is read next may stand further down
        return self._heard.inner_text()

    @step()
    def reply(self, choice: str) -> str:
        """Say something by its button, and hear what comes then; returns all that was heard."""
        before = self._heard.get_by_role("listitem").count()
        self.page.get_by_role("button", name=choice, exact=True).click()
        expect(self._heard.get_by_role("listitem").nth(before)).to_be_visible()
        return self._heard.inner_text()

    @step()
    def hear_code(self, number: str) -> str:
        """Answer the call that rings, and hear the code that its voice says digit by digit."""
        said = re.search(r"[0-9](?:[、,\s]*[0-9]){5}", self.answer_call(number))
        assert said, "The voice says no code of six digits."
        return re.sub(r"[^0-9]", "", said[0])

    @step()
    def hang_up(self) -> None:
        """End the call with 「通話を終了」."""
        self.page.get_by_role("button", name="通話を終了", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("通話を終了しました。")

    @step()
    def decline_call(self, number: str) -> None:
        """Refuse the call that rings with 「拒否」."""
        self.page.goto(self.sites.url("phone", f"/{number}/calls/"))
        self.page.get_by_role("button", name="拒否", exact=True).click()
        expect(self._last_call).to_contain_text("拒否した着信")

    @step()
    def lie_open(self, number: str) -> None:
        """Leave the telephone open at its home screen, at rest."""
        self.find_not_ringing(number)

    @step()
    def hear_by_itself(self, caller: str) -> None:
        """See the telephone that lies open begin to ring without being touched."""
        expect(self.page).to_have_title(re.compile("^着信中"))
        expect(self.page.get_by_role("main")).to_contain_text(caller)

    @step()
    def find_silent_by_itself(self) -> None:
        """See the telephone stop ringing without being touched."""
        expect(self.page.get_by_role("navigation", name="電話")).to_be_visible()
        expect(self.page.get_by_role("button", name="応答", exact=True)).to_have_count(0)

    @step()
    def lose_sight(self) -> None:
        """Keep the page as it is, whatever becomes of the call: it hears nothing more, as on a bad line."""
        self.page.route("**/now", lambda _: None)

    @step()
    def answer_too_late(self, why: str = "相手が電話を切ったか", became: str = "不在着信") -> None:
        """Press 「応答」 on a page that still shows the call, after the caller gave up."""
        self.page.get_by_role("button", name="応答", exact=True).click()
        expect(self.page.get_by_role("alert")).to_contain_text("この通話は終わっています")
        expect(self.page.get_by_role("alert")).to_contain_text(why)
        expect(self._last_call).to_contain_text(became)

    @step()
    def see_missed_call(self, number: str, caller: str) -> None:
        """See the missed call counted on the home screen, and listed in the history."""
        self.page.goto(self.sites.url("phone", f"/{number}/"))
        self.page.get_by_role("link", name=re.compile("^電話 ?不在着信")).click()
        expect(self.page.get_by_role("heading", level=1, name="電話", exact=True)).to_be_visible()
        expect(self._last_call).to_contain_text(caller)
        expect(self._last_call).to_contain_text("不在着信")

    @property
    def _heard(self) -> Locator:
        return self.page.get_by_role("list", name="聞こえている内容")

    @property
    def _last_call(self) -> Locator:
        return self.page.get_by_role("main").get_by_role("listitem").first

    def _newest(self, number: str, sender: str) -> Locator:
        self._open_texts(number)
        self.page.get_by_role("link", name=sender, exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name=sender, exact=True)).to_be_visible()
        return self.page.get_by_role("article").first

    def _open_texts(self, number: str) -> None:
        self.page.goto(self.sites.url("phone", f"/{number}/messages/"))
        expect(self.page.get_by_role("heading", level=1, name="メッセージ", exact=True)).to_be_visible()


class Authenticator(Flow):
    """The authenticator app of a telephone."""

    @step()
    def add(self, number: str, label: str, secret: str) -> None:
        """Add an account to 「認証アプリ」 by its name and its setup key."""
        self._fill(number, label, secret)
        expect(self.page.get_by_role("status")).to_contain_text(f"「{label}」を追加しました。")

    @step()
    def add_by_address(self, number: str, address: str, label: str) -> None:
        """Add an account to 「認証アプリ」 by its `otpauth://` address, which brings the name along."""
        self._fill(number, "", address)
        expect(self.page.get_by_role("status")).to_contain_text(f"「{label}」を追加しました。")

    @step()
    def is_refused(self, number: str, label: str, secret: str, because: str) -> None:
        """Find an account refused with a reason, and what was typed kept."""
        self._fill(number, label, secret)
        expect(self.page.get_by_role("alert")).to_contain_text(because)
        expect(self.page.get_by_label("アカウント名", exact=True)).to_have_value(label)
        expect(self.page.get_by_label("セットアップキー", exact=True)).to_have_value(secret)

    @step()
    def read_code(self, number: str, label: str) -> str:
        """Read the code that an account shows now."""
        self._open(number)
        shown = self.page.get_by_label(label, exact=True)
        expect(shown).to_have_value(re.compile(r"^[0-9]{6}$"))
        return shown.input_value()

    @step()
    def see_seconds_left(self, seconds: int) -> None:
        """See for how many seconds the codes still stay."""
        expect(self.page.get_by_role("progressbar")).to_have_attribute("value", str(seconds))
        expect(self.page.get_by_role("main")).to_contain_text(f"残り{seconds}秒でコードが変わります")

    @step()
    def remove(self, number: str, label: str) -> None:
        """Take an account out with 「削除」, after confirming it with 「削除する」."""
        self._open(number)
        self.page.get_by_role("link", name=f"{label}を削除", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name=f"「{label}」を削除しますか", exact=True)).to_be_visible()
        self.page.get_by_role("button", name="削除する", exact=True).click()
        expect(self._heading).to_be_visible()
        expect(self.page.get_by_label(label, exact=True)).to_have_count(0)

    def _fill(self, number: str, label: str, secret: str) -> None:
        self._open(number)
        self.page.get_by_role("link", name="アカウントを追加", exact=True).click()
        self.page.get_by_label("アカウント名", exact=True).fill(label)
        self.page.get_by_label("セットアップキー", exact=True).fill(secret)
        self.page.get_by_role("button", name="追加する", exact=True).click()

    def _open(self, number: str) -> None:
        self.page.goto(self.sites.url("phone", f"/{number}/authenticator/"))
        expect(self._heading).to_be_visible()

    @property
    def _heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1, name="認証アプリ", exact=True)
