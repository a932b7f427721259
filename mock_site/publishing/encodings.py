"""Which character encoding a manuscript's bytes are in, which one they are said to be in, and their text (B-02)."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass

from charset_normalizer import from_bytes

from mock_site.publishing.rules_manuscript import BadManuscript
from mock_site.seam import rule

NAMES: Mapping[str, str] = {
    "ascii": "UTF-8",
    "utf_8": "UTF-8",
    "cp932": "Shift_JIS",
    "euc_jp": "EUC-JP",
    "iso2022_jp": "ISO-2022-JP",
    "utf_16": "UTF-16",
}
"""The encodings that are told apart, as Python and as people call them."""
CHOICES = ("UTF-8", "Shift_JIS", "EUC-JP", "ISO-2022-JP")
"""What an author can say of a plain text, which says nothing of itself."""
BOM = codecs.BOM_UTF8
HEAD = 2048
"""Bytes at a file's beginning in which it says what encoding it is in."""
_SAYS = re.compile(
    rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)|<meta[^>]*?charset\s*=\s*[\"']?([^\s\"'/>;]+)", re.IGNORECASE
)
TRIED: Mapping[str, tuple[str, ...]] = {
    "UTF-8": ("utf_8",),
    "EUC-JP": ("euc_jp", "euc_jisx0213"),
    "Shift_JIS": ("cp932",),
    "ISO-2022-JP": ("iso2022_jp", "iso2022_jp_ext"),
}
"""By name: what a text is decoded as to see whether it is in an encoding."""
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
"""What EUC-JP looks like when it is read as Shift_JIS."""
_NO_CHARACTER = re.compile("[\x00-\x08\x0e-\x1f\x7f-\xa0\uf8f0-\uf8f3]")
"""What Python makes of bytes that stand for nothing in Windows' Shift_JIS."""
_ALSO: Mapping[str, str] = {"shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932"}


@dataclass(frozen=True)
class Read:
    """A text, the encoding that its bytes are in, and the one that they are said to be in (empty if nobody says)."""

    text: str
    encoding: str
    declared: str

    @property
    def is_as_declared(self) -> bool:
        """Whether a reader that believes what a file says can open it."""
        return self.declared in ("", self.encoding)


@rule
def read(data: bytes, said: str = "") -> Read:
    """Detect an encoding and read the text; `said` counts for files that say nothing of themselves."""
    own = "UTF-8" if data.startswith(BOM) else _own(data)
    body, declared = data.removeprefix(BOM), own or said
    text, encoding = _as_chosen(body, "" if own else said) or _detected(body, declared)
    if body.isascii() and b"\x1b" not in body and declared and declared != "UTF-16":
        encoding = declared  # plain letters are the same in all of them
    return Read(text.removeprefix("\ufeff"), encoding, declared)


@rule
def named(label: str) -> str:
    """An encoding's name as people call it, from what a file calls it; unknown ones stay as they are."""
    label = label.strip().lower()
    try:
        codec = codecs.lookup(_ALSO.get(label, label)).name.replace("-", "_")
    except LookupError:
        return label[:40]
    return NAMES.get({"shift_jis": "cp932", "iso2022_jp_1": "iso2022_jp"}.get(codec, codec), label[:40])


def _as_chosen(data: bytes, said: str) -> tuple[str, str] | None:
    """A text in the encoding that its author chose, if it can be; what is plainly UTF-8 or escapes is not asked."""
    if data.isascii() or _strict(data, "UTF-8") is not None:
        return None
    text = _strict(data, said)
    return None if text is None else (text, said)


def _detected(data: bytes, declared: str) -> tuple[str, str]:
    """A text and its encoding, as they are guessed; short and unusual texts are tried one encoding after the other."""
    if not data:
        return "", "UTF-8"
    best = from_bytes(data, cp_isolation=_candidates(data)).best()
    if best is not None:
        return str(best), NAMES[best.encoding]
    order = sorted(TRIED, key=lambda name: name != declared)
    readings = [(text, name) for name in order if (text := _strict(data, name)) is not None]
    if not readings:
        raise BadManuscript(
            "文字コードを判定できませんでした。ファイルが壊れているか、文字化けが混じっています。"
            "UTF-8で保存し直してから、アップロードしてください。"
        )
    return min(readings, key=lambda reading: len(_HALF_WIDTH.findall(reading[0])))


def _strict(data: bytes, name: str) -> str | None:
    """A text, if all of its bytes are characters of an encoding, Windows' own ones among them."""
    for codec in TRIED.get(name, ()):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if not _NO_CHARACTER.search(text):
            return text
    return None


def _candidates(data: bytes) -> list[str]:
    """The encodings that a text can be in; of those that use plain letters alone, its escapes tell which."""
    if data.isascii() and b"\0" not in data:
        return ["iso2022_jp" if b"\x1b" in data else "ascii"]
    return [name for name in NAMES if name not in ("ascii", "iso2022_jp")]


def _own(data: bytes) -> str:
    """What a file says of itself, if it does."""
    found = _SAYS.search(data[:HEAD])
    return "" if found is None else named((found[1] or found[2]).decode("ascii", "replace"))
