"""Themes: what is said again and again?

Statements that speak about the same concern lie in one theme, inside their field of work. The evidence is joined from
wording, meaning, concepts and the place in the papers; themes are joined while the evidence lasts.
"""
