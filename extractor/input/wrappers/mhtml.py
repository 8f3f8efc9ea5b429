"""MHTML archives ("web page, single file")."""

from extractor.errors import NotText
from extractor.input.wrappers.headers import Part, read_message, read_part
from extractor.input.wrappers.unwrapped import Unwrapped

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def unwrap(data: bytes | str) -> Unwrapped[bytes] | None:
    """Return the page of an MHTML archive: the part that its header names, else the first HTML part.

    Raises:
        NotText: the archive has no HTML part.

    """
    archive = read_message(data)
    if archive is None or archive.headers.get_content_type() != "multipart/related":
        return None
    pages = _html_parts(archive)
    if not pages:
        message = "the input is an MHTML archive without an HTML page"
        raise NotText(message)
    root = str(archive.headers.get_param("start", ""))
    (headers, body), is_last = next(
        (each for each in pages if root and each[0].headers.get("Content-ID") == root), pages[0]
    )
    headers.set_payload(body)
    decoded = headers.get_payload(decode=True)
    notes = ["the page was extracted from an MHTML archive"]
    if is_last:
        notes.append("the MHTML archive is truncated within the page")
    url = str(headers.get("Content-Location") or archive.headers.get("Snapshot-Content-Location") or "")
    charset = headers.get_content_charset()
    return Unwrapped(
        decoded if isinstance(decoded, bytes) else body,
        f"text/html; charset={charset}" if charset else "text/html",
        url if url.startswith(("http://", "https://")) else None,
        tuple(notes),
    )


def _html_parts(archive: Part) -> list[tuple[Part, bool]]:
    """Return the HTML parts, each with whether the archive ends in it."""
    boundary = archive.headers.get_boundary()
    if not boundary:
        return []
    delimiter = b"\n--" + boundary.encode("latin-1", "replace")
    parts = (b"\n" + archive.body).split(delimiter)[1:]
    read = [read_part(part.lstrip(b"\r\n")) for part in parts]
    return [
        (part, number == len(parts) - 1)
        for number, part in enumerate(read)
        if part is not None and part.headers.get_content_type() in _HTML_TYPES
    ]
