"""How German is read: segments, words, vectors, tagger."""
