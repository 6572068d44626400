"""How fast, how large, how good: this project against what a user would otherwise use, on the same machine."""
