"""Where the goods and the people stand that are written down: the site and the tests read the same files."""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "fixtures"
"""Found beside this package, as a project that uses it may well have a module of its own named `fixtures`."""
CATALOGUE = FOLDER / "catalogue"
PERSONAS = FOLDER / "personas.toml"
