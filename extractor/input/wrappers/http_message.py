"""HTTP messages and records of web archives: the page after a status line and header fields."""

import re

from extractor.errors import Garbled
from extractor.input.wrappers.headers import TARGET_URI, read_message
from extractor.input.wrappers.unwrapped import HEAD_SIZE, Unwrapped

_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


def unwrap(data: bytes | str) -> Unwrapped[bytes] | None:
    """Return the body of an HTTP message; None for other input.

    Raises:
        Garbled: the body is compressed.

    """
    message = read_message(data)
    if message is None:
        return None
    headers, body = message
    coding = str(headers.get("Content-Encoding", "")).strip().lower()
    if "chunked" in str(headers.get("Transfer-Encoding", "")).lower():
        body = _join_chunks(body)
    if coding not in {"", "identity"} and not body[:HEAD_SIZE].lstrip().startswith(b"<"):
        error = f"the body after the HTTP headers is compressed with {coding}; decompress it first"
        raise Garbled(error)
    declared, url = (headers.get(name) for name in ("Content-Type", TARGET_URI))
    return Unwrapped(
        body,
        str(declared) if declared else None,
        str(url).strip("<>") if url else None,
        notes=("HTTP headers before the page were removed",),
    )


def _join_chunks(body: bytes) -> bytes:
    """Return a body without its chunk sizes; unchanged if it is not chunked."""
    parts: list[bytes] = []
    at = 0
    while chunk := _CHUNK_SIZE.match(body, at):
        size = int(chunk[1], 16)
        if not size:
            return b"".join(parts)
        parts.append(body[chunk.end() : chunk.end() + size])
        at = chunk.end() + size
        at += 2 if body.startswith(b"\r\n", at) else 1 if body.startswith(b"\n", at) else 0
    return b"".join(parts) if parts and at >= len(body) else body
