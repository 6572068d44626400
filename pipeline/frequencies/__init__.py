"""Frequencies: how often was something said, by how many, and where?

Every number that a chart or a report prints is made here and nowhere else, together with the statements behind it.
"""
