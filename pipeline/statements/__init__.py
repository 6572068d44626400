"""Statements: what was said? See `__main__`."""
