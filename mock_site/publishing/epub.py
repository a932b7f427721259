"""An EPUB's texts in their order: what is a ZIP and no EPUB, damaged, locked or sly is refused in words."""

import posixpath
import zipfile
import zlib
from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import unquote

from mock_site.publishing.rules_manuscript import BadManuscript
from mock_site.seam import rule

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
FILES_MOST = 2_000
UNPACKED_MOST = 16 * 1024 * 1024
"""Bytes of all texts of an EPUB, once they are unpacked."""
SMALL = 1024 * 1024
"""Bytes that an EPUB's lists of its own parts may have."""
ANEW = "電子書籍の作成ソフトから、もう一度EPUBとして書き出してください。"
PROTECTED = "EPUBが暗号化されています。パスワードや保護（DRM）を外してから、アップロードしてください。"
ENCRYPTED = 0x1
"""The flag of a part that is locked with a password."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, UnicodeError)
"""What reading a damaged archive ends in."""


@rule
def texts(data: bytes) -> list[bytes]:
    """The bytes of each text of an EPUB, in the order of its spine."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check(archive)
            package = _package(archive)
            names = _spine(archive, package)
            _check_protection(archive, names)
            parts = [archive.getinfo(name) for name in names]
            if sum(part.file_size for part in parts) > UNPACKED_MOST:
                raise BadManuscript("EPUBの本文が大きすぎます。分冊にするか、不要なデータを取り除いてください。")
            return [archive.read(part) for part in parts]
    except _BROKEN as error:
        raise BadManuscript(f"EPUBを開けませんでした。ファイルが壊れているか、EPUBではありません。{ANEW}") from error


def _check(archive: zipfile.ZipFile) -> None:
    """Refuse parts that would land outside the EPUB's own folder, that are locked, or that are too many."""
    parts = archive.infolist()
    if len(parts) > FILES_MOST:
        raise BadManuscript(f"EPUBの中のファイルが多すぎます。{FILES_MOST:,}個以下にしてください。")
    for part in parts:
        _check_inside(part.orig_filename)
        if part.flag_bits & ENCRYPTED:
            raise BadManuscript(PROTECTED)
    if CONTAINER not in archive.namelist():
        raise BadManuscript(f"ZIPファイルですが、EPUBではありません（{CONTAINER}がありません）。{ANEW}")


def _check_inside(name: str) -> None:
    """Refuse a path that leads out of the EPUB's own folder."""
    plain = name.replace("\\", "/")
    if plain.startswith("/") or ":" in plain.partition("/")[0] or ".." in plain.split("/"):
        raise BadManuscript(
            f"EPUBの中に、フォルダーの外を指すファイル名があります。安全のため、お預かりできません。{ANEW}"
        )


def _check_protection(archive: zipfile.ZipFile, names: list[str]) -> None:
    """Refuse texts that are locked; fonts may be, as nobody reads them."""
    if ENCRYPTION not in archive.namelist():
        return
    locked = {unquote(tag.get("uri", "")) for name, tag in _tags(archive, ENCRYPTION) if name == "cipherreference"}
    if not locked.isdisjoint(names):
        raise BadManuscript(PROTECTED)


def _package(archive: zipfile.ZipFile) -> str:
    """Where the EPUB says what it consists of."""
    roots = [tag["full-path"] for name, tag in _tags(archive, CONTAINER) if name == "rootfile" and "full-path" in tag]
    for root in roots[:1]:
        _check_inside(root)
    if not roots or roots[0] not in archive.namelist():
        raise BadManuscript(f"EPUBの目次情報（OPF）が見つかりません。{ANEW}")
    return roots[0]


def _spine(archive: zipfile.ZipFile, package: str) -> list[str]:
    """The names of the texts, in the order in which they are read."""
    tags = _tags(archive, package)
    hrefs = {tag["id"]: tag["href"] for name, tag in tags if name == "item" and {"id", "href"} <= tag.keys()}
    ids = [tag.get("idref", "") for name, tag in tags if name == "itemref"]
    names = [_beside(package, hrefs[one]) for one in ids if one in hrefs]
    for name in names:
        _check_inside(name)
    there = set(archive.namelist())
    if not ids or len(names) < len(ids) or not there.issuperset(names):
        raise BadManuscript(f"EPUBの本文のファイルが足りません。{ANEW}")
    return names


def _beside(package: str, href: str) -> str:
    """What a link inside of the package leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(href.partition("#")[0])))


def _tags(archive: zipfile.ZipFile, name: str) -> list[tuple[str, dict[str, str]]]:
    """The tags of one of an EPUB's lists, with their attributes; nothing in it is looked up or expanded."""
    part = archive.getinfo(name)
    if part.file_size > SMALL:
        raise BadManuscript(f"EPUBの目次情報が大きすぎます。{ANEW}")
    reader = _Tags()
    reader.feed(archive.read(part).decode("utf-8", "replace"))
    return reader.found


class _Tags(HTMLParser):
    """Gathers tags, without the prefixes of their names."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.found.append((tag.rpartition(":")[2], {name: value or "" for name, value in attrs}))
