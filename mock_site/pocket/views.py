"""Pages of pocket."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
