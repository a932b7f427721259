"""What authors and the portal tell each other: 「お問い合わせ」, the community, free campaigns and the sales report."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from flows.flow import Flow, step
from flows.kindle import KindleApp
from flows.manuscripts import Reader
from flows.pocket import Mailbox

ANOTHER_DAY = re.compile(r"\d+年\d+月\d+日\(.\)")


class PortalSupport(Flow):
    """The portal's support, asked by an author about a book."""

    @step()
    def ask(self, title: str, subject: str, text: str) -> None:
        """Ask from the book's own page, which has chosen the book in the form, and read that it was taken."""
        self.page.goto(self.sites.url("kdp", "/bookshelf"))
        self.page.get_by_role("link", name=title, exact=True).click()
        self.page.get_by_role("link", name="この本について問い合わせる", exact=True).click()
        expect(self.page.get_by_label("お問い合わせの本").locator("option:checked")).to_have_text(title)
        self.page.get_by_label("件名").fill(subject)
        self.page.get_by_label("お問い合わせ内容").fill(text)
        self.page.get_by_role("button", name="送信する", exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text("お問い合わせを受け付けました")
        expect(self._inquiry(subject)).to_contain_text("受付済み")

    @step("B-04")
    def read_how_to_mend(self, address: str, title: str, subject: str) -> None:
        """Read the mail of the same day: correct the encoding, and publish once more."""
        self.beside(Mailbox).open_mail(address, "文字コードの修正のお願い")
        mail = self.page.get_by_role("article")
        expect(mail).to_contain_text(f"「{title}」をこちらで確認しました。原稿ファイルの文字コードが正しくないため")
        expect(mail).to_contain_text("文字コードに「UTF-8」を選んで保存し直します")
        expect(mail).to_contain_text("もう一度「出版する」を押します")
        asked, answered = self._days(subject)
        assert asked == answered

    @step("B-05")
    def read_apology(self, address: str, title: str, subject: str, promised: str) -> None:
        """Read on the same day an apology, that it is investigated, and by which day an answer comes."""
        self.stage.walk.variant("apology")
        self.beside(Mailbox).open_mail(address, "お詫びと調査のお知らせ")
        mail = self.page.get_by_role("article")
        expect(mail).to_contain_text(f"「{title}」がまだ開けないとのこと、ご不便をおかけして申し訳ございません")
        expect(mail).to_contain_text("調査を始めました")
        expect(mail).to_contain_text(f"{promised}までに、調査の結果をEメールでお答えします")
        asked, answered = self._days(subject)
        assert asked == answered
        expect(self.page.get_by_role("main")).to_contain_text(f"調査中 {promised}までにお答えします")

    @step("B-06")
    def read_mended(self, address: str, title: str, subject: str, on: str, promised: str) -> None:
        """Read two days after the inquiry, and before the promised day, that the system was at fault, and is mended."""
        self.stage.walk.variant("answer")
        self.beside(Mailbox).open_mail(address, "システムの不具合を修正しました")
        mail = self.page.get_by_role("article")
        expect(mail).to_contain_text("原因は、原稿を変換するシステムの不具合でした")
        expect(mail).to_contain_text(f"「{title}」を変換し直しましたので、ダウンロードして開けるようになっています")
        expect(mail).to_contain_text(f"{promised}までにお答えするとお約束していた件")
        assert self._days(subject)[-1] == on

    @step()
    def find_no_answer(self, address: str, subject: str) -> None:
        """Find no such mail yet."""
        self.beside(Mailbox).find_no_mail(address, subject)

    @step()
    def read_history(self, *inquiries: tuple[str, str]) -> None:
        """See in 「お問い合わせ履歴」 how far each inquiry has come, the newest first."""
        self._open_history()
        listed = self.page.get_by_role("list", name="お問い合わせ", exact=True).get_by_role("listitem")
        expect(listed).to_have_count(len(inquiries))
        for (subject, state), shown in zip(inquiries, listed.all(), strict=True):
            expect(shown.get_by_role("link", name=subject, exact=True)).to_be_visible()
            expect(shown).to_contain_text(state)

    def _days(self, subject: str) -> list[str]:
        """The days on which an inquiry was asked, and answered, as the history has them."""
        self._open_history()
        self.page.get_by_role("link", name=subject, exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name=subject, exact=True)).to_be_visible()
        self.page.wait_for_load_state()  # what is read next may stand further down
        said = self.page.locator(".meta").all_inner_texts()
        return [found[0] for text in said if (found := ANOTHER_DAY.search(text))]

    def _open_history(self) -> None:
        self.page.goto(self.sites.url("kdp", "/contact"))
        self.page.get_by_role("link", name="お問い合わせ履歴", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="お問い合わせ履歴", exact=True)).to_be_visible()

    def _inquiry(self, subject: str) -> Locator:
        named = self.page.get_by_role("link", name=subject, exact=True)
        return self.page.get_by_role("listitem").filter(has=named)


class TroubledReader(Flow):
    """Somebody whose book does not open, though its author corrected it."""

    @step("B-05")
    def still_cannot_open(self, title: str) -> None:
        """Open the corrected book, which was downloaded anew, and read that it cannot be opened all the same."""
        self.stage.walk.variant("fails")
        self._fail(title)

    @step()
    def still_has_the_faulty_copy(self, title: str) -> None:
        """Find that what was mended at the shop does not mend the copy on the phone."""
        self._fail(title)

    @step("B-06")
    def reads_after_download(self, title: str, *texts: str) -> None:
        """See that all of the book has come, open it, and read its own text."""
        self.stage.walk.variant("download")
        self.beside(KindleApp).see_downloaded()
        self.beside(Reader).read_in_app(title, *texts)

    def _fail(self, title: str) -> None:
        self.beside(Reader).open_in_app(title)
        expect(self.page.get_by_role("alert")).to_contain_text("この本を開けません")
        expect(self.page.get_by_role("alert")).to_contain_text("ダウンロードした本のファイルに不備がある")


class Community(Flow):
    """「コミュニティ」, where authors help each other."""

    @step("B-03")
    def find_nothing(self, words: str) -> None:
        """Search first, find nothing that fits, and follow the offer to ask support."""
        self.page.goto(self.sites.url("kdp", "/help"))
        self.page.get_by_role("navigation", name="メニュー").get_by_role(
            "link", name="コミュニティ", exact=True
        ).click()
        self._search(words)
        expect(self.page.get_by_role("status")).to_contain_text(f"「{words}」に関する投稿は見つかりませんでした")
        offer = self.page.get_by_role("region", name="見つからないとき")
        expect(offer).to_contain_text("サポートにお問い合わせください")
        offer.get_by_role("link", name="サポートに問い合わせる", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="お問い合わせ", exact=True)).to_be_visible()

    @step()
    def find(self, words: str, title: str) -> None:
        """Search, and open a post that was found."""
        self.page.goto(self.sites.url("kdp", "/community"))
        self._search(words)
        self.page.get_by_role("list", name="投稿", exact=True).get_by_role("link", name=title, exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()

    @step()
    def post(self, title: str, text: str) -> None:
        """Post something, and see it."""
        self._fill(title, text)
        expect(self.page.get_by_role("status")).to_have_text("投稿しました。")
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()

    @step()
    def reply(self, text: str) -> None:
        """Reply to the post that is open, and see the reply."""
        self.page.get_by_label("返信の本文").fill(text)
        self.page.get_by_role("button", name="返信する", exact=True).click()
        expect(self.page.get_by_role("status")).to_have_text("返信を投稿しました。")
        expect(self.page.get_by_role("list", name="返信", exact=True)).to_contain_text(text)

    @step("B-08")
    def is_over_quota(self, title: str, text: str, most: int) -> None:
        """Post beyond the quota, read what is wrong and what to do, and find what was typed kept."""
        self.stage.walk.variant("refused")
        self._fill(title, text)
        said = self.page.get_by_role("alert")
        expect(said).to_contain_text(f"投稿できる件数の上限（{most}件）に達しているため、投稿できませんでした")
        expect(said).to_contain_text("「自分の投稿」で古い投稿を削除してから、もう一度「投稿する」を押してください")
        expect(self.page.get_by_label("タイトル")).to_have_value(title)
        expect(self.page.get_by_label("本文")).to_have_value(text)

    @step("B-08")
    def delete_oldest(self, title: str) -> None:
        """Do what the message said: open 「自分の投稿」 beside the form, and delete the oldest post there."""
        self.stage.walk.variant("remedy")
        with self.page.context.expect_page() as opened:
            self.page.get_by_role("link", name="自分の投稿を開く").click()
        mine = opened.value
        first = mine.get_by_role("list", name="自分の投稿", exact=True).get_by_role("listitem").first
        expect(first).to_contain_text(title)
        first.get_by_role("link", name=f"削除：{title}", exact=True).click()
        mine.get_by_role("button", name="削除する", exact=True).click()
        expect(mine.get_by_role("status")).to_have_text("投稿を削除しました。")
        mine.close()

    @step("B-08")
    def post_again(self, title: str) -> None:
        """Press 「投稿する」 once more in the form that kept everything, and see the post."""
        self.stage.walk.variant("remedy")
        self.page.get_by_role("button", name="投稿する", exact=True).click()
        expect(self.page.get_by_role("status")).to_have_text("投稿しました。")
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()

    def _search(self, words: str) -> None:
        self.page.get_by_role("searchbox", name="コミュニティを検索").fill(words)
        self.page.get_by_role("button", name="検索", exact=True).click()

    def _fill(self, title: str, text: str) -> None:
        self.page.goto(self.sites.url("kdp", "/community"))
        self.page.get_by_role("link", name="新しく投稿する", exact=True).click()
        self.page.get_by_label("タイトル").fill(title)
        self.page.get_by_label("本文").fill(text)
        self.page.get_by_role("button", name="投稿する", exact=True).click()


@dataclass(frozen=True)
class Sold:
    """A row of the sales report: copies by kind, and yen."""

    units: int
    paid: int
    free: int
    cancelled: int
    revenue: int
    earned: int


class Campaigns(Flow):
    """「無料キャンペーン」 of a book."""

    @step()
    def plan(self, title: str, starts_on: str, ends_on: str, stage: str) -> None:
        """Give a book away from one day (`2026-06-03`) to another, and see the campaign `開始前` or `開催中`."""
        self._send(title, starts_on, ends_on)
        expect(self.page.get_by_role("status")).to_contain_text("無料キャンペーンを")
        expect(self.page.get_by_role("list", name="キャンペーン", exact=True)).to_contain_text(stage)

    @step()
    def is_refused(self, title: str, starts_on: str, ends_on: str, message: str) -> None:
        """Ask for days that cannot be, read why, and find them kept."""
        self._send(title, starts_on, ends_on)
        expect(self.page.get_by_role("alert")).to_contain_text(message)
        expect(self.page.get_by_label("開始日")).to_have_value(starts_on)
        expect(self.page.get_by_label("終了日")).to_have_value(ends_on)

    @step()
    def stop(self) -> None:
        """End the campaign that is under way."""
        self.page.get_by_role("button", name="今すぐ終了", exact=True).click()
        expect(self.page.get_by_role("status")).to_have_text("無料キャンペーンを終了しました。")
        expect(self.page.get_by_role("list", name="キャンペーン", exact=True)).to_contain_text("途中で終了")

    def _send(self, title: str, starts_on: str, ends_on: str) -> None:
        self.page.goto(self.sites.url("kdp", "/bookshelf"))
        self.page.get_by_role("link", name=title, exact=True).click()
        self.page.get_by_role("link", name="無料キャンペーン", exact=True).click()
        self.page.get_by_label("開始日").fill(starts_on)
        self.page.get_by_label("終了日").fill(ends_on)
        self.page.get_by_role("button", name="キャンペーンを設定", exact=True).click()


class SalesReport(Flow):
    """「売上レポート」."""

    @step("B-07")
    def read(self, title: str, sold: Sold) -> None:
        """Read what a book came to: free copies are units among the others, and earn nothing."""
        self._open()
        assert self._row(title) == sold
        assert self._row("合計") == sold
        free = self.page.get_by_role("row").filter(has=self.page.get_by_role("cell", name=re.compile("無料$")))
        expect(free).to_have_count(sold.free)
        for row in free.all():
            assert row.get_by_role("cell").all_inner_texts()[1:3] == ["￥0", "￥0"]
        for table in ("本ごとの売上", "注文ごとの内訳"):
            beside = "region => region.scrollWidth - region.clientWidth"
            assert self.page.get_by_role("region", name=table, exact=True).evaluate(beside) == 0, "cut off"

    @step()
    def see_nothing(self) -> None:
        """See that nothing was sold yet."""
        self._open()
        expect(self.page.get_by_role("heading", name="まだ売上はありません", exact=True)).to_be_visible()

    def _open(self) -> None:
        self.page.goto(self.sites.url("kdp", "/bookshelf"))
        self.page.get_by_role("navigation", name="メニュー").get_by_role("link", name="売上レポート").click()
        expect(self.page.get_by_role("heading", level=1, name="売上レポート", exact=True)).to_be_visible()

    def _row(self, title: str) -> Sold:
        table = self.page.get_by_role("table", name="本ごとの売上", exact=True)
        row = table.get_by_role("row").filter(has=self.page.get_by_role("rowheader", name=title, exact=True))
        return Sold(*(int(re.sub("[￥,]", "", cell)) for cell in row.get_by_role("cell").all_inner_texts()))
