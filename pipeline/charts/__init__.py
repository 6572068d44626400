"""Charts: what do the frequencies look like?

Draws the cells that ``frequencies`` counted and computes nothing. Every picture says its finding in its title, its n,
and comes with its data and a description for people who do not see it.
"""
