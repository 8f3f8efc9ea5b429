"""Features of the lines of a plain-text page."""
