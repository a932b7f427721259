"""Bugs that could have been real: in each area some functions that stand in for its rules, in worlds that have them."""

from mock_site.defects import identity, kindle, konbini, orders, pocket, publishing, selling, shop, support
from mock_site.defects.catalogue import CATALOGUE, Defect, replacements

__all__ = [
    "CATALOGUE",
    "Defect",
    "identity",
    "kindle",
    "konbini",
    "orders",
    "pocket",
    "publishing",
    "replacements",
    "selling",
    "shop",
    "support",
]
