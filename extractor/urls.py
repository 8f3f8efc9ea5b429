"""Links made absolute and safe: the one place that decides which URLs may leave in an answer."""

from urllib.parse import urljoin, urlsplit

_LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", ""})
_WEB_SCHEMES = frozenset({"http", "https"})


def absolute(href: str, base: str | None) -> str | None:
    """`href` resolved against `base`; None where it is empty, broken, only a fragment, or could run code."""
    href = href.strip()
    if not href or href.startswith("#"):
        return None
    try:
        joined = urljoin(base, href) if base else href
        scheme = urlsplit(joined).scheme.lower()
    except ValueError:
        return None
    return joined if scheme in _LINK_SCHEMES else None


def web_url(href: str, base: str | None) -> str | None:
    """`href` as an absolute http or https URL, or None."""
    joined = absolute(href, base)
    return joined if joined and urlsplit(joined).scheme.lower() in _WEB_SCHEMES and urlsplit(joined).netloc else None
