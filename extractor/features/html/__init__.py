"""Features of the blocks of an HTML page."""
