"""Exports: what do other tools take? The review workbook, the REFI-QDA project and its codebook."""
