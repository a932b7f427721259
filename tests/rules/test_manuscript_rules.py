"""Prices, royalties, what a manuscript's file must be, and which encoding its bytes are in."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.publishing import encodings, epub, markup
from mock_site.publishing import rules_manuscript as rules

TEXT = "坂の途中の時計店に、針のない時計が一つだけ飾られていました。"
OPF = '<package><manifest><item id="a" href="a.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>'
CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
PARTS = {epub.CONTAINER: CONTAINER, "OEBPS/book.opf": OPF, "OEBPS/a.xhtml": f"<p>{TEXT}</p>"}


def packed(parts: dict[str, str] | None = None, **more: str) -> bytes:
    """A ZIP of these parts."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**(PARTS if parts is None else parts), **more}.items():
            archive.writestr(name, text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("typed", "price"),
    [("99", 99), ("20000", 20_000), ("１００円", 100), ("20,000", 20_000), ("￥1,250", 1_250), (" 0500 ", 500)],
    ids=["least", "most", "full-width", "comma", "yen-sign", "zeros"],
)
def test_prices_are_understood(typed: str, price: int) -> None:
    """As people write them, from 99 to 20,000 yen."""
    assert rules.price(typed) == price


@pytest.mark.parametrize(
    "typed", ["", "　", "0", "98", "20,001", "20001", "-100", "99.5", "百円", "1,00", "9" * 5000, "５００ドル"]
)
def test_other_prices_are_refused_in_words(typed: str) -> None:
    """Also those that no number is big enough for."""
    with pytest.raises(rules.BadPrice) as refused:
        rules.price(typed)
    assert refused.value.field == "price"
    assert refused.value.message.endswith("。")


@pytest.mark.parametrize(
    ("price", "percent", "earned"),
    [(99, 35, 34), (249, 35, 87), (250, 70, 175), (1_250, 70, 875), (1_251, 35, 437), (20_000, 35, 7_000), (0, 35, 0)],
)
def test_royalties_go_by_the_price(price: int, percent: int, earned: int) -> None:
    """70 per cent from 250 to 1,250 yen, else 35, rounded down; a free copy earns nothing (B-07)."""
    assert (rules.royalty(price), rules.earned(price)) == (percent, earned)


@pytest.mark.parametrize(
    ("name", "size", "word"),
    [
        ("", 1, "選択してください"),
        ("本", 1, "この形式"),
        ("本.docx", 1, "この形式"),
        (".txt/本", 1, "この形式"),
        ("本.txt", 0, "空です"),
        ("本.epub", 0, "空です"),
        ("本.txt", rules.FILE_MOST + 1, "50MBまで"),
    ],
)
def test_files_that_cannot_be_manuscripts(name: str, size: int, word: str) -> None:
    """Each is refused with its own words."""
    with pytest.raises(rules.BadManuscript, match=word):
        rules.file(name, size)


def test_files_that_can() -> None:
    """By the end of their names, in any case, up to 50 MB."""
    named = {"a.TXT": "text", "b.htm": "html", "c.XHTML": "html", "d.tar.epub": "epub"}
    assert {name: rules.file(name, rules.FILE_MOST) for name in named} == named


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff\xe0", "JPEG"), (b"%PDF-1.7", "PDF"), (b"a\0b", "文字以外")],
    ids=["png", "jpeg", "pdf", "zeros"],
)
def test_a_file_that_is_something_else(data: bytes, what: str) -> None:
    """Its name does not help it."""
    with pytest.raises(rules.BadManuscript, match=what):
        rules.content("text", data)


CODECS = {"utf-8": "UTF-8", "cp932": "Shift_JIS", "euc_jp": "EUC-JP", "iso2022_jp": "ISO-2022-JP", "utf-16": "UTF-16"}


@pytest.mark.parametrize(("codec", "name"), CODECS.items())
def test_encodings_are_detected(codec: str, name: str) -> None:
    """Without anybody saying which one it is."""
    assert encodings.read(TEXT.encode(codec)) == encodings.Read(TEXT, name, "")


@given(st.text("あいうえおアイウ漢字本夜海、。", min_size=4), st.sampled_from(list(CODECS)))
def test_no_honest_text_is_lost(text: str, codec: str) -> None:
    """Whatever is written in one of the encodings is read as it was written, or refused."""
    try:
        read = encodings.read(text.encode(codec))
    except rules.BadManuscript:
        return
    assert read.text == text or codec in ("cp932", "euc_jp")  # a few characters can be both


WINDOWS = "髙橋①～ｶﾅ"


@pytest.mark.parametrize(
    "text",
    [
        f"{WINDOWS}\n" + "海辺の灯は、夜ごとにともる。波の音だけが聞こえていた。\n" * 5,
        "髙橋①～\n" * 50,
        WINDOWS,
        "はい。",
    ],
    ids=["some", "many", "alone", "short"],
)
@pytest.mark.parametrize("said", ["", "Shift_JIS"], ids=["detected", "chosen"])
def test_shift_jis_as_windows_writes_it(text: str, said: str) -> None:
    """With its own characters, and however short it is."""
    assert encodings.read(text.encode("cp932"), said) == encodings.Read(text, "Shift_JIS", said)


@pytest.mark.parametrize(
    ("codec", "said"), [("euc_jp", "EUC-JP"), ("iso2022_jp", "ISO-2022-JP"), ("utf-8", "UTF-8"), ("utf-8", "")]
)
def test_short_texts_in_other_encodings(codec: str, said: str) -> None:
    """Are read, too."""
    assert encodings.read("はい。".encode(codec), said).text == "はい。"
    assert encodings.read("はい。".encode(codec)).text == "はい。"


def test_a_choice_that_can_be_read_wins() -> None:
    """Over what is likelier; what is plainly UTF-8 is not asked."""
    both = "､ﾏ､､｡｣".encode("cp932")
    assert encodings.read(both).text == "はい。"
    assert encodings.read(both, "Shift_JIS") == encodings.Read("､ﾏ､､｡｣", "Shift_JIS", "Shift_JIS")
    assert encodings.read(TEXT.encode(), "Shift_JIS") == encodings.Read(TEXT, "UTF-8", "Shift_JIS")


@pytest.mark.parametrize("byte", [b"\x80", b"\xa0", b"\xff", b"\x05"])
def test_bytes_that_are_no_characters(byte: bytes) -> None:
    """Are not taken for Windows' own ones."""
    with pytest.raises(rules.BadManuscript, match="文字コードを判定できませんでした"):
        encodings.read("髙橋①～\n".encode("cp932") * 50 + byte, "Shift_JIS")


def test_a_byte_order_mark_says_utf_8() -> None:
    """And is no part of the text."""
    assert encodings.read(TEXT.encode("utf-8-sig")) == encodings.Read(TEXT, "UTF-8", "UTF-8")


@pytest.mark.parametrize(
    ("head", "codec", "declared", "fits"),
    [
        (b'<meta charset="utf-8">', "cp932", "UTF-8", False),
        (b"<meta charset=Shift_JIS>", "cp932", "Shift_JIS", True),
        (b'<?xml version="1.0" encoding="EUC-JP"?>', "utf-8", "EUC-JP", False),
        (
            b'<meta http-equiv="Content-Type" content="text/html; charset=iso-2022-jp">',
            "iso2022_jp",
            "ISO-2022-JP",
            True,
        ),
        (b'<meta charset="utf-8">', "iso2022_jp", "UTF-8", False),
        (b'<meta charset="klingon">', "utf-8", "klingon", False),
        (encodings.BOM, "cp932", "UTF-8", False),
    ],
    ids=["lie", "truth", "xml-lie", "http-equiv", "escapes", "unknown", "bom-lie"],
)
def test_files_that_say_what_they_are(head: bytes, codec: str, declared: str, *, fits: bool) -> None:
    """And those that lie about it: their text is found all the same (B-02)."""
    read = encodings.read(head + TEXT.encode(codec), "UTF-16")
    assert TEXT in read.text
    assert (read.declared, read.is_as_declared) == (declared, fits)


def test_plain_letters_are_the_same_everywhere() -> None:
    """A text in ASCII fits what is said of it, but for UTF-16."""
    assert encodings.read(b"plain", "Shift_JIS").is_as_declared
    assert not encodings.read(b"plain", "UTF-16").is_as_declared


def test_what_is_no_text_at_all_is_refused() -> None:
    """Two encodings in one file are none."""
    with pytest.raises(rules.BadManuscript, match="文字コードを判定できませんでした"):
        encodings.read(TEXT.encode() + TEXT.encode("cp932") * 3 + b"\xff\xfe\xfd")


def test_html_is_read_block_by_block() -> None:
    """Without what nobody reads; the reading beside a word stands in brackets once."""
    page = (
        "<html><head><title>題</title><style>p{}</style></head><body><h1>一章</h1><p>夜の<ruby>灯<rp>(</rp><rt>ひ</rt>"
        "<rp>)</rp></ruby> &amp; 海<br/>次の行<script>alert(1)</script><p>終わり"
    )
    assert markup.of_html(page) == ["一章", "夜の灯（ひ） & 海", "次の行", "終わり"]


@given(st.text())
def test_no_markup_breaks_the_reader(text: str) -> None:
    """However badly it is formed; no control character is left."""
    for paragraph in (*markup.of_html(text), *markup.of_text(text)):
        assert not set(paragraph) & {"\0", "\x1b", "\x07"}


@given(st.lists(st.text("あ", max_size=1_000)))
def test_pages_have_all_of_a_text(paragraphs: list[str]) -> None:
    """In its order, and none of them is empty or endless."""
    if not any(paragraphs):
        with pytest.raises(rules.BadManuscript, match="文章がありません"):
            rules.pages(paragraphs)
        return
    made = rules.pages(paragraphs)
    assert "".join(piece for page in made for piece in page) == "".join(paragraphs)
    assert all(0 < sum(map(len, page)) <= 2 * rules.PAGE_LENGTH for page in made)


def test_a_text_has_its_limit() -> None:
    """Of two million characters."""
    assert rules.pages(["あ" * rules.TEXT_MOST])
    with pytest.raises(rules.TooLong):
        rules.pages(["あ" * rules.TEXT_MOST, "い"])
    with pytest.raises(rules.TooLong):
        rules.length(rules.TEXT_MOST * rules.BYTES_MOST + 1)


LOCKED = '<encryption><CipherReference URI="{}"/></encryption>'


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        ({epub.ENCRYPTION: LOCKED.format("OEBPS/a.xhtml")}, "保護（DRM）を外して"),
        ({"OEBPS/book.opf": OPF.replace("a.xhtml", "../../../etc/passwd")}, "フォルダーの外を指す"),
        ({"OEBPS/book.opf": OPF.replace("a.xhtml", "%2e%2e/%2e%2e/x")}, "フォルダーの外を指す"),
        ({epub.CONTAINER: CONTAINER.replace("OEBPS", "../..")}, "フォルダーの外を指す"),
    ],
    ids=["drm", "href", "quoted-href", "package"],
)
def test_epubs_that_are_locked_or_sly(parts: dict[str, str], word: str) -> None:
    """Are refused for what they are."""
    with pytest.raises(rules.BadManuscript, match=word):
        epub.texts(packed({**PARTS, **parts}))


def test_an_epub_whose_fonts_alone_are_locked() -> None:
    """Is read: fonts are no text."""
    assert epub.texts(packed({**PARTS, epub.ENCRYPTION: LOCKED.format("OEBPS/font.otf")}))


def test_an_epub_that_is_called_a_text() -> None:
    """Is to be renamed, not written anew."""
    with pytest.raises(rules.BadManuscript, match=r"「\.epub」に変えて"):
        rules.content("text", b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zipPK")


def test_what_a_doctype_defines_is_no_text() -> None:
    """It is left out; names for texts are refused, as the texts would be missing."""
    head, body = "<?xml version='1.0'?><!DOCTYPE html [{}]>", "<html><body><p>中身 &x; です</p></body></html>"
    assert markup.of_html(head.format("<!ELEMENT p ANY>") + body) == ["中身 &x; です"]
    with pytest.raises(rules.BadManuscript, match="ENTITY"):
        markup.of_html(head.format('<!ENTITY x SYSTEM "file:///etc/passwd">') + body)
    assert markup.of_html("<!DOCTYPE html><p>[本]&gt;") == ["[本]>"]


def test_pictures_are_told_of() -> None:
    """By what they show, if the page says so."""
    assert markup.of_html('<p>灯台<img src="a.png" alt="夜の海"/><img src="b.png"></p>') == ["灯台［画像：夜の海］"]


def test_an_epub_is_read_in_the_order_of_its_spine() -> None:
    """Not in that of the archive."""
    package = (
        '<opf:package><opf:manifest><opf:item id="b" href="b%20c.xhtml"/><opf:item id="a" href="../a.xhtml"/>'
        "</opf:manifest>"
        '<opf:spine><opf:itemref idref="b"/><opf:itemref idref="a"/></opf:spine></opf:package>'
    )
    whole = packed({**PARTS, "OEBPS/book.opf": package, "a.xhtml": "second", "OEBPS/b c.xhtml": "first"})
    assert epub.texts(whole) == [b"first", b"second"]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "開けませんでした"),
        (b"PK\x03\x04 and no more", "開けませんでした"),
        (packed({"a.txt": "a"}), "ZIPファイルですが、EPUBではありません"),
        (packed(**{"../../etc/passwd": "x"}), "フォルダーの外を指す"),
        (packed(**{"/etc/passwd": "x"}), "フォルダーの外を指す"),
        (packed(**{"a\\..\\..\\b": "x"}), "フォルダーの外を指す"),
        (packed(**{"C:\\b": "x"}), "フォルダーの外を指す"),
        (packed(**{"OEBPS/book.opf": OPF.replace("a.xhtml", "../../out.xhtml")}), "フォルダーの外を指す"),
        (packed(**{"OEBPS/book.opf": "<package/>"}), "本文のファイルが足りません"),
        (packed(**{epub.CONTAINER: "<nothing/>"}), "OPF"),
        (packed(**{"OEBPS/a.xhtml": "あ" * 6 * 1024**2}), "本文が大きすぎます"),
        (packed(**{"OEBPS/book.opf": OPF + " " * epub.SMALL}), "目次情報が大きすぎます"),
        (packed({f"{n}.txt": "" for n in range(epub.FILES_MOST + 1)}), "ファイルが多すぎます"),
    ],
    ids=[
        *("empty", "cut", "no-epub", "climbs", "absolute", "backslash", "drive", "link-climbs", "no-spine"),
        *("no-package", "bomb", "large-package", "many"),
    ],
)
def test_bad_epubs(data: bytes, word: str) -> None:
    """What is a ZIP and no EPUB, damaged, or sly is refused in words."""
    with pytest.raises(rules.BadManuscript, match=word):
        epub.texts(data)


def test_a_damaged_epub() -> None:
    """One flipped byte in a text is found by its checksum."""
    data = bytearray(packed())
    at = data.index(b"OEBPS/a.xhtml") + len("OEBPS/a.xhtml") + 5
    data[at] ^= 0xFF
    with pytest.raises(rules.BadManuscript, match="壊れている"):
        epub.texts(bytes(data))


def test_only_drafts_are_deleted() -> None:
    """What was published once stays on the shelf; the refusal says what can be done instead, if anything."""
    rules.drop("draft")
    for state, remedy in (("on-sale", "「販売を停止」をお使いください"), ("withdrawn", "ほかの操作は必要ありません")):
        with pytest.raises(rules.StaysOnShelf, match=remedy):
            rules.drop(state)
