"""Every product's own picture: an SVG made from its SKU, title and category, always the same one."""

import hashlib
import tomllib
from importlib.resources import files
from string import Template
from textwrap import wrap
from xml.sax.saxutils import escape

FONT = "'Noto Serif CJK JP','Noto Serif JP','Hiragino Mincho ProN','Yu Mincho',serif"
FONT_OF_ENGLISH = "'Source Serif 4','Noto Serif',Georgia,'Times New Roman',serif"
FIXED = {
    "d": "#fffaf0",
    "k": "#1c2541",
    "w": "#bf8a56",
    "v": "#87592f",
    "m": "#d3d7d9",
    "n": "#7f8a96",
    "g": "#6f9150",
    "y": "#e2ab41",
}
"""The colours that things have by nature, by the letter that motifs use."""
DYES = (
    ("#2f4a7d", "#223a66", "#d2693a"),
    ("#c0552f", "#97401f", "#2f4a7d"),
    ("#4d7a5c", "#365d44", "#e0803f"),
    ("#7a3f5f", "#5d2c47", "#e2ab41"),
    ("#3c7c86", "#2a5f68", "#d2693a"),
    ("#a9433f", "#83312e", "#3c7c86"),
)
"""What a thing can be dyed in: its colour, the shade of it, and an accent beside it."""
NAMED = {"紺": 0, "藍": 0, "浅葱": 4, "柿": 1, "緑": 2, "青": 0, "赤": 5}
"""The dye that a title's own word for a colour asks for."""
GROUNDS = {
    "キッチン": ("#f3e0d3", "#e8c7b0", "#dcb295"),
    "文房具": ("#dfe6f0", "#c5d2e5", "#adbfd8"),
    "家電": ("#dde6e6", "#c2d2d2", "#a9bfbf"),
    "本": ("#eadfe8", "#d9c5d5", "#c6abc0"),
    "食品": ("#e8ecd6", "#d3dcb4", "#bfcb97"),
    "おもちゃ": ("#f8e8c6", "#f0d59b", "#e5c178"),
    "アウトドア": ("#dce8dd", "#bfd5c3", "#a4c1aa"),
    "ファッション": ("#f5e0df", "#eac6c5", "#dcabab"),
}
"""By category: the wall, what hangs on it, and the table."""
PLAIN = ("#ece6da", "#dcd2bf", "#cbbfa7")
_PARTS = tomllib.loads((files("mock_site.shop") / "motifs.toml").read_text("utf-8"))
WEAVES: list[str] = _PARTS["weaves"]
STAGES: list[str] = _PARTS["stages"]
COVERS: list[str] = _PARTS["covers"]
THINGS: dict[str, str] = _PARTS["things"]


def draw(sku: str, title: str, category: str) -> str:
    """The picture of a product, as an SVG document of 320 by 240."""
    choice = _choices(sku)
    wall, hung, table = GROUNDS.get(category, PLAIN)
    colours = FIXED | dict(zip("abc", _dye(title, choice[0]), strict=True))
    weave = Template(WEAVES[choice[1] % len(WEAVES)]).substitute(s=hung)
    stage = Template(STAGES[choice[2] % len(STAGES)]).substitute(s=hung)
    thing = Template(_thing(sku, title, choice[3])).substitute(colours)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240" width="640" height="480">'
        f"<title>{escape(title)}</title><defs>"
        f'<pattern id="weave" width="24" height="24" patternUnits="userSpaceOnUse">{weave}</pattern></defs>'
        f'<rect width="320" height="240" fill="{wall}"/>'
        f'<rect width="320" height="190" fill="url(#weave)" opacity=".35"/>{stage}'
        f'<rect y="190" width="320" height="50" fill="{table}"/>'
        '<ellipse cx="160" cy="194" rx="104" ry="8" fill="#1c2541" opacity=".12"/>'
        f"{thing}{_swatches(colours)}</svg>"
    )


def _choices(sku: str) -> bytes:
    """Eight numbers that are this SKU's alone."""
    return hashlib.blake2b(sku.encode(), digest_size=8).digest()


def _dye(title: str, choice: int) -> tuple[str, str, str]:
    """The colour that the title names, else one by chance."""
    named = [dye for word, dye in NAMED.items() if word in title]
    return DYES[named[0] if named else choice % len(DYES)]


def _thing(sku: str, title: str, choice: int) -> str:
    """What stands on the table: a book with its title, a motif, or a wrapped box where there is no motif."""
    kind = sku.rpartition("-")[2]
    if kind == "book":
        return _book(title, choice)
    if kind == "ebook":
        return THINGS["ebook"] + (_in_lines(title) if title.isascii() else _written(title, 160, 58, 100))
    return THINGS.get(kind, THINGS["sweets"])


def _book(title: str, choice: int) -> str:
    """A book that stands upright, its title on a slip of paper."""
    slip = 52 if " " in title else 32
    return (
        '<path d="M100 36L110 26H228V182L218 190Z" fill="$d"/><path d="M218 36L228 26V182L218 190Z" fill="$m"/>'
        f'<rect x="92" y="36" width="126" height="154" fill="$a"/>{COVERS[choice % len(COVERS)]}'
        '<rect x="92" y="36" width="10" height="154" fill="$b"/>'
        f'<rect x="{210 - slip}" y="44" width="{slip}" height="116" fill="$d"/>'
        + _written(title, 210 - slip // 2, 50, 104)
    )


def _written(title: str, x: int, y: int, room: int) -> str:
    """A title from top to bottom: its first part large, the rest small beside it on the left."""
    first, _, rest = (title.strip() or "無題").partition(" ")
    columns = [(first, x + (11 if rest else 0), min(19, room / len(first)))]
    if rest:
        columns.append((rest, x - 13, min(12, room / len(rest))))
    return "".join(
        f'<text x="{place}" y="{y}" font-size="{size:.1f}" font-family="{FONT}" font-weight="700" fill="$k" '
        f'writing-mode="vertical-rl">{_text(words)}</text>'
        for words, place, size in columns
    )


def _in_lines(title: str) -> str:
    """An English title, line by line."""
    lines = wrap(title, 10)
    first = 104 - 9 * len(lines)
    rules = '<path d="M124 58H196M124 160H196" stroke="$a" stroke-width="4"/>'
    return rules + "".join(
        f'<text x="160" y="{first + 20 * place}" font-size="15" font-family="{FONT_OF_ENGLISH}" font-weight="700" '
        f'fill="$k" text-anchor="middle">{_text(words)}</text>'
        for place, words in enumerate(lines, start=1)
    )


def _text(words: str) -> str:
    """Words as they can stand in an SVG that is still to be coloured."""
    return escape(words).replace("$", "$$")


def _swatches(colours: dict[str, str]) -> str:
    """The three dyes, as a sample book shows them in its corner."""
    return "".join(
        f'<rect x="{282 + 9 * place}" y="220" width="9" height="9" fill="{colours[letter]}"/>'
        for place, letter in enumerate("abc")
    )
