"""The mock shop: areas, worlds, and the control API over them."""
