"""Fields: which fields of work does each statement speak about, and what else does it mention?"""
