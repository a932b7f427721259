"""The paragraphs of a manuscript that is plain text, or HTML."""

import re
from html.parser import HTMLParser

from mock_site.publishing.rules_manuscript import BadManuscript
from mock_site.seam import rule

BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt", "figcaption"),
        *("footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "table", "td", "th", "tr", "ul"),
    )
)
"""Where a paragraph ends."""
UNREAD = frozenset(("head", "script", "style", "template", "rp"))
"""What nobody reads; the reading beside a word (ruby) stands in brackets without the file's own."""
HEAD = 4096
"""Characters in which a page says what kind it is of."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")


@rule
def of_text(text: str) -> list[str]:
    """Each line that has something in it, without the blanks at its end."""
    lines = (_UNPRINTABLE.sub("", line).rstrip() for line in text.splitlines())
    return [line for line in lines if line]


@rule
def of_html(text: str) -> list[str]:
    """What a browser would show of a page, block by block; it may be badly formed."""
    reader = _Reader()
    reader.feed(_without_definitions(text))
    reader.close()
    reader.end_paragraph()
    return reader.paragraphs


def _without_definitions(text: str) -> str:
    """A page without what its DOCTYPE defines; refuses one that gives names to texts, as they would be missing."""
    start = text[:HEAD].lower().find("<!doctype")
    opened, closed = text.find("[", start), text.find(">", start)
    if start < 0 or not start < opened < closed:
        return text
    end = re.compile(r"\]\s*>").search(text, opened)
    if end is None or "<!entity" in text[opened : end.start()].lower():
        raise BadManuscript(
            "原稿のDOCTYPEの中で、独自の実体（ENTITY）が定義されています。安全のため、読み取れません。"
            "定義を取り除き、本文の該当箇所を実際の文字に置き換えてから、アップロードしてください。"
        )
    return text[:start] + text[end.end() :]


class _Reader(HTMLParser):
    """Gathers what is to be read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self._words: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """End a paragraph where a block begins, tell of pictures, and skip what nobody reads."""
        if tag == "body":
            self._unread = 0  # a head that was never closed
        if tag in UNREAD:
            self._unread += 1
        if tag in BLOCKS:
            self.end_paragraph()
        if tag == "rt":
            self._words.append("（")
        self._tell_of_picture(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take `<br/>` for what it is: nothing is inside it."""
        self._tell_of_picture(tag, attrs)
        if tag in BLOCKS:
            self.end_paragraph()

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph where a block ends."""
        if tag in UNREAD:
            self._unread = max(0, self._unread - 1)
        if tag in BLOCKS:
            self.end_paragraph()
        if tag == "rt":
            self._words.append("）")

    def handle_data(self, data: str) -> None:
        """Take what stands between the tags."""
        if not self._unread:
            self._words.append(data)

    def _tell_of_picture(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Put what a picture shows in its place, as far as the page says so."""
        shows = (dict(attrs).get("alt") or "").strip()
        if tag == "img" and shows and not self._unread:
            self._words.append(f"［画像：{shows}］")

    def end_paragraph(self) -> None:
        """Keep what has come since the last one, if it is anything."""
        words = re.sub(r"[ \t\r\n]+", " ", _UNPRINTABLE.sub("", "".join(self._words))).strip(" ")
        self._words = []
        if words:
            self.paragraphs.append(words)
