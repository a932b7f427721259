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
    body = data.removeprefix(BOM)
    best = from_bytes(body, cp_isolation=_candidates(body)).best() if body else None
    if body and best is None:
        raise BadManuscript(
            "文字コードを判定できませんでした。ファイルが壊れているか、文字化けが混じっています。"
            "UTF-8で保存し直してから、アップロードしてください。"
        )
    text = "" if best is None else str(best).removeprefix("\ufeff")
    declared = own or said
    encoding = "UTF-8" if best is None else NAMES[best.encoding]
    if body.isascii() and b"\x1b" not in body and declared and declared != "UTF-16":
        encoding = declared  # plain letters are the same in all of them
    return Read(text, encoding, declared)


@rule
def named(label: str) -> str:
    """An encoding's name as people call it, from what a file calls it; unknown ones stay as they are."""
    label = label.strip().lower()
    try:
        codec = codecs.lookup(_ALSO.get(label, label)).name.replace("-", "_")
    except LookupError:
        return label[:40]
    return NAMES.get({"shift_jis": "cp932", "iso2022_jp_1": "iso2022_jp"}.get(codec, codec), label[:40])


def _candidates(data: bytes) -> list[str]:
    """The encodings that a text can be in; of those that use plain letters alone, its escapes tell which."""
    if data.isascii() and b"\0" not in data:
        return ["iso2022_jp" if b"\x1b" in data else "ascii"]
    return [name for name in NAMES if name not in ("ascii", "iso2022_jp")]


def _own(data: bytes) -> str:
    """What a file says of itself, if it does."""
    found = _SAYS.search(data[:HEAD])
    return "" if found is None else named((found[1] or found[2]).decode("ascii", "replace"))
