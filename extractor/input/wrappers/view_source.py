"""A browser's "view source" of a page, saved as a page itself."""

from selectolax.lexbor import LexborHTMLParser


def unwrap(tree: LexborHTMLParser) -> str | None:
    """Return the HTML source that the page displays; None if it displays none."""
    lines = tree.css("td.line-content")
    if lines and tree.css_first("td.line-number") is not None:
        return "\n".join(line.text(deep=True) for line in lines)
    source = tree.css_first("body#viewsource pre")
    return source.text(deep=True) if source is not None else None
