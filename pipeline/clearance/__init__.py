"""Clearance: does anybody's name stand in what was written? The last stage; it fails the run where one does."""
