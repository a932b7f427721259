"""Every book's own cover: an SVG made from its SKU and title, always the same one."""

import hashlib
from xml.sax.saxutils import escape

from mock_site.kindle import texts

SERIF = "'Noto Serif CJK JP','Noto Serif JP','Hiragino Mincho ProN','Yu Mincho',Georgia,serif"
COLOURS = (
    ("#21405f", "#d9a441", "#f4ead2"),
    ("#7c3b2e", "#e3b778", "#f9efdf"),
    ("#2f5d4a", "#c7d59a", "#f3f4e2"),
    ("#523a63", "#dfa5a0", "#f7ebee"),
    ("#1f5a63", "#f0b35c", "#eef4ef"),
    ("#8a4a1f", "#8fb3a6", "#f8f0e0"),
)
"""The cloth of a cover, its ornament, and the paper of its title."""
ORNAMENTS = (
    '<circle cx="120" cy="262" r="66" fill="{c}"/><path d="M0 286Q60 252 120 286T240 286V360H0Z" fill="{a}"/>'
    '<path d="M0 286Q60 252 120 286T240 286V360H0Z" fill="#000" opacity=".25"/>',
    '<path d="M0 360L76 222L120 290L160 236L240 360Z" fill="{c}"/><circle cx="188" cy="206" r="20" fill="{c}"/>',
    '<path d="M20 216H220M20 240H220M20 264H220M20 288H220M20 312H220" stroke="{c}" stroke-width="9"/>',
    '<path d="M120 346V214M120 250C84 246 72 224 68 206C102 206 118 226 120 250M120 292C156 288 168 266 172 248C138 '
    '248 122 268 120 292" fill="none" stroke="{c}" stroke-width="9" stroke-linecap="round"/>',
    '<path d="M32 340V266A88 88 0 0 1 208 266V340Z" fill="{c}"/>'
    '<path d="M84 340V276A36 36 0 0 1 156 276V340Z" fill="{a}"/>',
)


def draw(sku: str, title: str) -> str:
    """The cover of a book, as an SVG document of 240 by 360."""
    choice = hashlib.blake2b(sku.encode(), digest_size=2).digest()
    cloth, ornament, paper = COLOURS[choice[0] % len(COLOURS)]
    lines = _broken(title)
    size = min(26.0, 196 / max(_width(line) for line in lines))
    step = size * 1.5
    top = 96 - step * (len(lines) - 1) / 2 + size * 0.35
    words = "".join(
        f'<text x="120" y="{top + step * place:.1f}" font-size="{size:.1f}" font-weight="700" text-anchor="middle" '
        f'font-family="{SERIF}" fill="#1d1f26">{escape(line)}</text>'
        for place, line in enumerate(lines)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 360" width="240" height="360">'
        f'<title>{escape(title)}</title><rect width="240" height="360" fill="{cloth}"/>'
        f"{ORNAMENTS[choice[1] % len(ORNAMENTS)].format(a=cloth, c=ornament)}"
        f'<rect x="12" y="28" width="216" height="136" fill="{paper}"/>'
        f'<rect x="18" y="34" width="204" height="124" fill="none" stroke="{cloth}" stroke-width="1.5"/>'
        f'{words}<rect width="10" height="360" fill="#000" opacity=".22"/></svg>'
    )


def _broken(title: str) -> list[str]:
    """A title in lines that fit on a slip: four at most, the rest of a very long one is left out."""
    room = 10.0 if texts.language(title) == "ja" else 9.5
    lines = [""]
    for word in _parts(title.strip() or "—"):
        if lines[-1] and _width(lines[-1] + word) > room:
            lines.append("")
        lines[-1] += word
    kept = [line.strip() for line in lines if line.strip()]
    return kept if len(kept) <= 4 else [*kept[:3], f"{kept[3]}…"]  # noqa: PLR2004 (lines on the slip)


def _parts(title: str) -> list[str]:
    """Where a title may be broken: between words, and in a long Japanese one after ten characters."""
    words = [f"{word} " for word in title.split()]
    return (
        [word[start : start + 10] for word in words for start in range(0, len(word), 10)] if _is_dense(title) else words
    )


def _is_dense(title: str) -> bool:
    return texts.language(title) == "ja"


def _width(line: str) -> float:
    """How wide a line is, in full-width characters."""
    return sum(0.55 if char < "\u2000" else 1.0 for char in line) or 1.0
