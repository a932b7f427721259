"""Pages of orders."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
