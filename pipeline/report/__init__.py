"""Report: what should people read?

Lays out frequencies, charts and proposals as one HTML file, a tagged PDF, a Word document and a short summary. It
counts nothing itself: every number stands in a table of ``frequencies``, every quote in ``statements``.
"""
