"""Notebooks: what can be looked at, one page per kind of decision?"""
