"""Links made absolute and safe: the one place that decides which URLs may leave in an answer."""

import re
from urllib.parse import urljoin, urlsplit

_LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp"})
_WEB_SCHEMES = frozenset({"http", "https"})
_IGNORED = re.compile(r"[\x00-\x1f]")  # browsers drop these, so that "java\nscript:" would run
_SCHEME = re.compile(r"([^/?#:]*):")


def absolute(href: str, base: str | None) -> str | None:
    """`href` resolved against `base`; None where it is empty, broken, only a fragment, or could run code."""
    href = _IGNORED.sub("", href).strip()
    scheme = _SCHEME.match(href)
    if not href or href.startswith("#") or (scheme and scheme[1].lower() not in _LINK_SCHEMES):
        return None
    try:
        joined = urljoin(base, href) if base else href
        urlsplit(joined)
    except ValueError:
        return None
    return joined


def web_url(href: str, base: str | None) -> str | None:
    """`href` as an absolute http or https URL, or None."""
    joined = absolute(href, base)
    if not joined:
        return None
    parts = urlsplit(joined)
    return joined if parts.scheme.lower() in _WEB_SCHEMES and parts.netloc else None
