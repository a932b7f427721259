"""Run every benchmark, and print its figures beside what they should be at most (or at least)."""

import json
import sys

from rich.console import Console
from rich.table import Table

from tests.benchmarks import bench_journey, bench_pages, bench_setup, bench_storyboard, bench_worlds

BENCHMARKS = {
    "journey": bench_journey.run,
    "pages": bench_pages.run,
    "setup": bench_setup.run,
    "storyboard": bench_storyboard.run,
    "worlds": bench_worlds.run,
}


def main(wanted: list[str]) -> None:
    """Run these, or all; `--json` prints data instead of tables."""
    names = [name for name in wanted if name in BENCHMARKS] or list(BENCHMARKS)
    console = Console()
    figures = {}
    for name in names:
        with console.status(f"Measuring {name}"):
            figures[name] = BENCHMARKS[name]()
        if "--json" not in wanted:
            console.print(_table(name, figures[name]))
    if "--json" in wanted:
        console.print_json(json.dumps(figures))


def _table(name: str, figures: dict[str, float]) -> Table:
    table = Table(title=name, title_justify="left", show_header=False)
    for figure, value in figures.items():
        table.add_row(figure.replace("_", " "), f"{value:,.3f}" if isinstance(value, float) else str(value))
    return table


if __name__ == "__main__":
    main(sys.argv[1:])
