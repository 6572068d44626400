"""Sources: one reader per format; what a county hands in becomes text and blocks, and nothing gets lost."""
