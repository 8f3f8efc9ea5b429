"""Wrappers around saved pages, one module each. `saved_pages` has the tables of them."""
