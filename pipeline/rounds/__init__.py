"""Rounds: what has changed since the last time, and what only looks like it."""
