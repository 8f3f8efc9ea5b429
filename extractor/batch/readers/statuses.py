"""The HTTP statuses of the WARC responses that are pages: `2xx`, `2xx,404` or `any`."""

import re
from typing import NamedTuple

from extractor.errors import BadOptions

ANY = "any"
_CODE_OR_CLASS = re.compile(r"[1-9](?:\d\d|xx)")


class Statuses(NamedTuple):
    """A set of HTTP statuses."""

    wanted: tuple[str, ...] = ("2xx",)
    """Codes (`404`) and classes (`2xx`), sorted; or only `any`."""

    def include(self, status: int | None) -> bool:
        """Return whether a response with this status is a page. A response without a status is a page."""
        if status is None or self.wanted == (ANY,):
            return True
        return bool({str(status), f"{status // 100}xx"} & set(self.wanted))


def parse(text: str) -> Statuses:
    """Parse a comma-separated list of codes and classes, or `any`.

    Raises:
        BadOptions: the list is invalid.

    """
    wanted = tuple(sorted({each.strip().lower() for each in text.split(",")}))
    if wanted != (ANY,) and not all(_CODE_OR_CLASS.fullmatch(each) for each in wanted):
        message = f"{text!r} is not a list of HTTP statuses; write codes and classes such as 2xx,404, or any"
        raise BadOptions(message)
    return Statuses(wanted)
