"""Evaluation: how far can we trust it? Machine against people, per stage."""
