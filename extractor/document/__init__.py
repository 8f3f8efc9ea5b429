"""HTML and plain text as blocks and lines, and back to clean HTML and text."""
