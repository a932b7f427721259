"""Pages of konbini."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
