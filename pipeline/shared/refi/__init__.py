"""REFI-QDA: projects and codebooks of qualitative data analysis tools, written strictly and read tolerantly.

The standard (REFI-QDA 1.5, 25-09-2019, namespaces 1.0) leaves newlines, byte order marks and normalisation open, and
tools differ in exactly these. What is written here opens with every coding in place in the clients that were tried;
what is read is never matched by GUID alone, because some clients give every object a new one.
"""
