"""The six chains: how long their numbers are, and which terminals stand in their shops."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Terminal:
    """A kind of multimedia terminal, and the screens that it leads through before it prints a ticket."""

    name: str
    screens: tuple[str, ...]


TERMINALS = {
    "loppi": Terminal("Loppi", ("services", "payments", "shops", "number", "confirmation", "review")),
    "famiport": Terminal("Famiポート", ("services", "payments", "guide", "number", "confirmation", "review")),
    "clubstation": Terminal("クラブステーション", ("services", "number", "review")),
}
"""By the names that `Chain.kind` uses (P-13, P-14, P-15)."""


@dataclass(frozen=True)
class Chain:
    """A chain of convenience stores: how long its numbers are, and where one pays there."""

    key: str
    name: str
    digits: int
    number_name: str
    kind: str | None = None
    """The kind of its terminal; without one, the clerk is told the number."""

    @property
    def terminal(self) -> Terminal | None:
        """The terminal that stands in its shops."""
        return None if self.kind is None else TERMINALS[self.kind]

    @property
    def confirms(self) -> bool:
        """Whether its terminal asks for 8888 (P-17)."""
        return self.terminal is not None and "confirmation" in self.terminal.screens


CHAINS = {
    chain.key: chain
    for chain in (
        Chain("seven", "セブン-イレブン", 13, "払込票番号"),
        Chain("lawson", "ローソン", 11, "お支払い受付番号", "loppi"),
        Chain("familymart", "ファミリーマート", 11, "お支払い受付番号", "famiport"),
        Chain("ministop", "ミニストップ", 11, "お支払い受付番号", "loppi"),
        Chain("daily", "デイリーヤマザキ", 11, "お支払い受付番号"),
        Chain("seico", "セイコーマート", 11, "オンライン決済番号", "clubstation"),
    )
}
"""The six chains, in the order in which they are shown (P-08, P-10)."""
