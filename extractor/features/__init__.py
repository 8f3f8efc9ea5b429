"""Named features of HTML blocks and of plain-text lines: what each means, and how it is computed."""
