"""Which HTTP answers of a crawl are pages: `2xx`, `2xx,404`, `any`."""

import re
from typing import NamedTuple

from extractor.errors import BadOptions

ANY = "any"
_ONE = re.compile(r"[1-9](?:\d\d|xx)")


class Statuses(NamedTuple):
    """HTTP status codes, and classes of them."""

    wanted: tuple[str, ...] = ("2xx",)
    """Codes (`404`) and classes (`2xx`), sorted; or `any` alone."""

    def include(self, status: int | None) -> bool:
        """Return whether an answer with this status is a page; one without a status is."""
        if status is None or self.wanted == (ANY,):
            return True
        return bool({str(status), f"{status // 100}xx"} & set(self.wanted))


def parse(given: str) -> Statuses:
    """Read what a user wrote.

    Raises:
        BadOptions: it is neither codes and classes with commas between, nor `any`.

    """
    wanted = tuple(sorted({each.strip().lower() for each in given.split(",")}))
    if wanted != (ANY,) and not all(_ONE.fullmatch(each) for each in wanted):
        message = f"{given!r} is no list of HTTP statuses; write codes and classes like 2xx,404, or any"
        raise BadOptions(message)
    return Statuses(wanted)
