"""An extraction as JSON, text, Markdown, HTML and TEI."""
