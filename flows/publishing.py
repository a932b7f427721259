"""The publisher's portal: its door, the 「本棚」, help, and what is shown when something goes wrong."""

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step
from flows.identity import SignIn

FINE, OVERLOADED = 200, 500
REDIRECTS = (302, 303, 308)
REFERENCE = re.compile(r"お問い合わせ番号: ([0-9A-F]{8})")


class PortalDoor(Flow):
    """KDP's home page, and the sign-in behind it."""

    @step("S-01")
    def enter(self) -> None:
        """Press 「サインイン」 in the box 「Mihonyaアカウントでサインイン」, and be asked for address and password."""
        self.page.goto(self.sites.url("kdp"))
        box = self.page.get_by_role("region", name="Mihonyaアカウントでサインイン", exact=True)
        box.get_by_role("link", name="サインイン", exact=True).click()
        expect(self.page.get_by_label("Eメールアドレス")).to_be_visible()
        expect(self.page.get_by_label("パスワード", exact=True)).to_be_visible()

    @step("S-01")
    def sign_in(self, email: str, password: str) -> None:
        """Give address and password, and press the second 「サインイン」; KDP then asks for a code."""
        self.beside(SignIn).fill(email, password)
        expect(self.page.get_by_role("textbox", name=re.compile("コード"))).to_be_visible()

    @step("S-01")
    def give_code(self, code: str) -> None:
        """Give the code, and stand before the 「本棚」."""
        field = self.page.get_by_role("textbox", name=re.compile("コード"))
        field.fill(code)
        field.press("Enter")
        expect(self.page.get_by_role("heading", level=1, name="本棚", exact=True)).to_be_visible()

    @step("S-09")
    def read_which_address(self) -> None:
        """As somebody from CreateSpace, read which address to use; the home page has the link."""
        self.page.goto(self.sites.url("kdp"))
        self._follow_createspace()

    @step("S-09")
    def read_which_address_at_sign_in(self) -> None:
        """As somebody from CreateSpace, read which address to use; the sign-in page has the link, too."""
        self.page.goto(self.sites.url("kdp", "/signin"))
        self._follow_createspace()

    @step()
    def go_on_to_sign_in(self) -> None:
        """Go on from there to the sign-in."""
        self.page.get_by_role("article").get_by_role("link", name="サインイン", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="サインイン", exact=True)).to_be_visible()

    def _follow_createspace(self) -> None:
        self.page.get_by_role("link", name="CreateSpaceから移行された方", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="CreateSpaceから移行された方")).to_be_visible()
        said = "CreateSpaceのアカウントに登録されていたEメールアドレスを、そのままお使いください"
        expect(self.page.get_by_role("article")).to_contain_text(said)


class Bookshelf(Flow):
    """The 「本棚」 and the form of a book."""

    @step()
    def open(self) -> None:
        """Go to KDP, and as somebody who is signed in stand before the 「本棚」."""
        self.page.goto(self.sites.url("kdp"))
        expect(self.page.get_by_role("heading", level=1, name="本棚", exact=True)).to_be_visible()

    @step()
    def see(self, *titles: str) -> None:
        """See these books, the newest first, and no others."""
        shelf = self.page.get_by_role("list", name="あなたの本")
        expect(shelf.get_by_role("heading", level=2)).to_have_text(list(titles))

    @step()
    def see_empty(self) -> None:
        """See that there is no book yet."""
        expect(self.page.get_by_role("heading", name="本はまだありません", exact=True)).to_be_visible()

    @step()
    def begin(self, title: str, author: str, description: str = "") -> None:
        """Begin a book with 「新しい本を作成」; it is on the shelf as a draft."""
        self.open_form()
        self.fill(title, author, description)
        self.save()
        expect(self.page.get_by_role("status")).to_contain_text(f"「{title}」を下書きとして保存しました")

    @step()
    def is_refused_blank(self, author: str) -> None:
        """Be refused a title of nothing but spaces, and find what was typed still there."""
        self.fill("　 ", author, "一行目\n二行目")
        self.save()
        expect(self.page.get_by_role("alert")).to_contain_text("本のタイトルを入力してください")
        expect(self.page.get_by_label("著者名")).to_have_value(author)
        expect(self.page.get_by_label("内容紹介")).to_have_value("一行目\n二行目")

    @step()
    def open_form(self) -> None:
        """Open the form 「新しい本を作成」."""
        self.page.get_by_role("link", name="新しい本を作成", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="新しい本を作成", exact=True)).to_be_visible()

    @step()
    def keep(self, title: str) -> None:
        """Be asked before a book is deleted, and go back without deleting it."""
        self._ask_to_delete(title)
        self.page.get_by_role("main").get_by_role("link", name="本棚に戻る", exact=True).click()
        expect(self.page.get_by_role("heading", name=title, exact=True)).to_be_visible()

    @step()
    def delete(self, title: str) -> None:
        """Delete a book, after being asked."""
        self._ask_to_delete(title)
        self.page.get_by_role("button", name="削除する", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text(f"「{title}」を削除しました")

    def fill(self, title: str, author: str, description: str) -> None:
        """Fill the form in."""
        self.page.get_by_label("本のタイトル").fill(title)
        self.page.get_by_label("著者名").fill(author)
        self.page.get_by_label("内容紹介").fill(description)

    def save(self) -> int:
        """Send the form; returns the status that answers it."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
            self.page.get_by_role("button", name="下書きとして保存", exact=True).click()
        return answered.value.status

    def _ask_to_delete(self, title: str) -> None:
        self.page.get_by_role("link", name=f"削除：{title}", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="この下書きを削除しますか")).to_be_visible()
        expect(self.page.get_by_role("main")).to_contain_text(title)


class PortalHelp(Flow):
    """The portal's help pages."""

    @step()
    def search(self, words: str, title: str) -> None:
        """Search the help, and open the page with that title."""
        self.page.goto(self.sites.url("kdp", "/help"))
        self.page.get_by_role("searchbox", name="ヘルプを検索").fill(words)
        self.page.get_by_role("button", name="検索", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text(f"「{words}」に関するヘルプ")
        self.page.get_by_role("link", name=title, exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()

    @step("S-17")
    def rate(self, verdict: str) -> None:
        """Rate the page 「非常に満足」, 「満足」 or 「不満」, and be thanked."""
        self.stage.walk.variant("thanks")
        self._rate(verdict)

    @step("S-17")
    def rate_again(self, verdict: str, before: str) -> None:
        """Come back, find the rating from before, and replace it by another one."""
        self.stage.walk.variant("replaced")
        self.page.reload()
        expect(self.page.get_by_role("button", pressed=True)).to_have_text([before])
        self._rate(verdict)
        self.page.reload()
        expect(self.page.get_by_role("button", pressed=True)).to_have_text([verdict])

    def _rate(self, verdict: str) -> None:
        for label in ("非常に満足", "満足", "不満"):
            expect(self._verdict(label)).to_be_visible()
        self._verdict(verdict).click()
        expect(self.page.get_by_role("status")).to_contain_text("評価をありがとうございました")
        expect(self.page.get_by_role("button", pressed=True)).to_have_text([verdict])

    @step("S-17")
    def ask(self, subject: str, text: str) -> None:
        """Follow 「お問い合わせ」, which the page offers, and have an inquiry taken."""
        self.stage.walk.variant("contact")
        self.page.get_by_role("main").get_by_role("link", name="お問い合わせ", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="お問い合わせ", exact=True)).to_be_visible()
        self.page.get_by_label("件名").fill(subject)
        self.page.get_by_label("お問い合わせ内容").fill(text)
        self.page.get_by_role("button", name="送信する", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("お問い合わせを受け付けました")

    def _verdict(self, label: str) -> Locator:
        return self.page.get_by_role("button", name=label, exact=True)


class Setbacks(Flow):
    """What a person is shown when something goes wrong."""

    @step("S-13")
    def see_no_such_page(self, site: str, path: str = "/no-such-page") -> None:
        """Open a page that does not exist, read so in plain words, and go on to where there is something."""
        self.stage.walk.variant("missing")
        answer = self.page.goto(self.sites.url(site, path))
        assert answer is not None
        assert answer.status == 404  # noqa: PLR2004 (HTTP's “not found”)
        expect(self.page.get_by_role("heading", level=1, name="ページが見つかりません", exact=True)).to_be_visible()
        expect(self.page.get_by_role("alert")).to_contain_text("ありません")
        expect(self.page.get_by_role("main")).to_contain_text(
            "アドレスをご確認いただくか、下のボタンからお探しください"
        )
        with self.page.expect_response(lambda answer: answer.request.is_navigation_request()) as onward:
            self.page.get_by_role("main").get_by_role("link").first.click()
        assert onward.value.ok or onward.value.status in REDIRECTS
        expect(self.page.get_by_role("heading", level=1)).not_to_have_text("ページが見つかりません")

    @step("S-14")
    def see_overload(self, status: int) -> str:
        """Read under a 500 that it is temporary, and to try again in 10 to 15 minutes; returns the reference number."""
        self.stage.walk.variant("words")
        assert status == OVERLOADED
        expect(self.page.get_by_role("heading", level=1, name="アクセスが集中しています", exact=True)).to_be_visible()
        expect(self.page.get_by_role("alert")).to_contain_text("一時的な混雑のため")
        expect(self.page.get_by_role("alert")).to_contain_text("10～15分ほど待ってから、もう一度お試しください")
        return self._reference()

    @step("S-14")
    def find_kept(self, *typed: str) -> None:
        """Find what was being sent on the page."""
        self.stage.walk.variant("kept")
        for text in typed:
            expect(self.page.get_by_role("definition").filter(has_text=text)).to_be_visible()

    @step("S-14")
    def send_again(self, then: str) -> None:
        """Past the overload, send again what was kept, and read that it was taken."""
        self.stage.walk.variant("kept")
        self.page.get_by_role("button", name="もう一度送信する", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text(then)

    @step()
    def send_again_too_early(self, *typed: str) -> None:
        """Send again while it lasts, read the same once more, and find nothing lost."""
        self.see_overload(self._status_after(self.page.get_by_role("button", name="もう一度送信する", exact=True)))
        self.find_kept(*typed)

    @step()
    def try_again_too_early(self) -> None:
        """Ask for the page again while the overload lasts, and read the same once more."""
        self.see_overload(self._status_after(self.page.get_by_role("link", name="もう一度試す", exact=True)))

    @step("S-14")
    def try_again(self, landmark: Locator) -> None:
        """Past the overload, ask for the page again, and get it."""
        self.stage.walk.variant("later")
        assert self._status_after(self.page.get_by_role("link", name="もう一度試す", exact=True)) == FINE
        expect(landmark).to_be_visible()

    @step("S-15")
    def see_unforeseen(self, status: int) -> str:
        """Read under a 500 the words for anything unforeseen; returns the reference number."""
        self.stage.walk.variant("words")
        assert status == OVERLOADED
        said = "予期しないエラーが発生しました。後でもう一度試してください。"
        expect(self.page.get_by_role("alert")).to_have_text(said)
        return self._reference()

    @step("S-15")
    def find_in_log(self, reference: str, log: Sequence[Mapping[str, object]]) -> None:
        """Find the number in the site's log of incidents, with the page and what happened there."""
        self.stage.walk.variant("log")
        (incident,) = log
        assert incident["reference"] == reference
        assert incident["traceback"]
        assert str(incident["url"]).split("?")[0] == self.page.url.split("?")[0]

    def open(self, site: str, path: str) -> int:
        """Ask for a page, whatever comes of it; returns the status."""
        answer = self.page.goto(self.sites.url(site, path))
        assert answer is not None
        return answer.status

    def _status_after(self, way: Locator) -> int:
        with self.page.expect_response(lambda answer: answer.request.is_navigation_request()) as answered:
            way.click()
        return answered.value.status

    def _reference(self) -> str:
        shown = REFERENCE.search(self.page.get_by_role("main").inner_text())
        assert shown is not None
        return shown[1]
