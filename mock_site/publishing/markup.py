"""The paragraphs of a manuscript that is plain text, or HTML."""

import re
from html.parser import HTMLParser

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
    reader.feed(text)
    reader.close()
    reader.end_paragraph()
    return reader.paragraphs


class _Reader(HTMLParser):
    """Gathers what is to be read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self._words: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (what a parser is told)
        """End a paragraph where a block begins, and skip what nobody reads."""
        if tag == "body":
            self._unread = 0  # a head that was never closed
        if tag in UNREAD:
            self._unread += 1
        if tag in BLOCKS:
            self.end_paragraph()
        if tag == "rt":
            self._words.append("（")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (likewise)
        """Take `<br/>` for what it is: nothing is inside it."""
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

    def end_paragraph(self) -> None:
        """Keep what has come since the last one, if it is anything."""
        words = re.sub(r"[ \t\r\n]+", " ", _UNPRINTABLE.sub("", "".join(self._words))).strip(" ")
        self._words = []
        if words:
            self.paragraphs.append(words)
