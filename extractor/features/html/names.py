"""The words in the names of a container: its tag, classes, id, role and itemprop."""

import re
from functools import lru_cache

MAX_NAMES = 25  # words of one container; utility frameworks write hundreds

_NAME = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])")


@lru_cache(maxsize=20_000)
def names_of(tag: str, names: str) -> frozenset[str]:
    """Return the tag in angle brackets, and the words of `names` in lower case."""
    if not names:
        return frozenset((f"<{tag}>",))
    found = _NAME.findall(names)[:MAX_NAMES]
    return frozenset((f"<{tag}>", *(found if names.islower() else map(str.lower, found))))
