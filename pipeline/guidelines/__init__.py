"""Guidelines: what could follow from what was said?"""
