"""API keys: read from a file, checked on each request."""

import hmac
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web

from extractor.errors import BadOptions


def read_keys(path: str) -> Sequence[bytes]:
    """Return the API keys in a file with one key per line; no keys for an empty path.

    Blank lines and lines that start with `#` are skipped.

    Raises:
        BadOptions: the file cannot be read, or has no key.

    """
    if not path:
        return ()
    try:
        lines = Path(path).read_bytes().splitlines()
    except OSError as error:
        message = f"api_keys: {path}: {error.strerror}"
        raise BadOptions(message) from None
    keys = [line.strip() for line in lines if line.strip() and not line.startswith(b"#")]
    if not keys:
        message = f"api_keys: {path} has no key; write one key per line"
        raise BadOptions(message)
    return keys


def check_key(request: web.Request, keys: Sequence[bytes]) -> None:
    """Check the API key of a request.

    Raises:
        HTTPException: 401 if the request has no valid key.

    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    bearer = token.strip() if scheme.lower() == "bearer" else ""
    if not is_valid(request.headers.get("X-API-Key") or bearer, keys):
        message = "send a key as X-API-Key, or as Authorization: Bearer"
        raise web.HTTPUnauthorized(text=message, headers={"WWW-Authenticate": "Bearer"})


def is_valid(key: str, keys: Sequence[bytes]) -> bool:
    """Compare API keys in constant time."""
    encoded = key.encode("utf-8", "surrogateescape")  # the reverse of how aiohttp decodes headers
    matches = [hmac.compare_digest(encoded, each) for each in keys]
    return any(matches)
