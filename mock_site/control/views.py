"""Pages of control."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
