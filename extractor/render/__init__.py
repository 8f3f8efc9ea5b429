"""Output formats of an extraction: JSON, text, Markdown, HTML and TEI, and the JSON Schema."""
