"""Choose between a function in Python and its compiled twin in `extractor/_native/`, which gives the same answers.

The twins run where they were built, unless the environment variable EXTRACTOR_PURE is set to 1. The functions in Python
are the reference: tests compare both.
"""

import importlib
import os
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

PURE_SETTING: Final = "EXTRACTOR_PURE"
PACKAGE: Final = "extractor._native"
IS_WANTED: Final = os.environ.get(PURE_SETTING, "") in {"", "0"}


class Twins(NamedTuple):
    """A function in both languages."""

    python: Callable[..., Any]
    compiled: Callable[..., Any] | None
    """None where it was not built."""


_twins: dict[str, Twins] = {}
TWINS: Final[Mapping[str, Twins]] = MappingProxyType(_twins)
"""By module and name, such as `limits.scan`; those of the modules that were imported so far."""


def compiled(module: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a function that has a twin of the same name in a module of `extractor/_native/`."""

    def choose(python: Callable[P, R]) -> Callable[P, R]:
        twin = _find(module, python.__name__)
        _twins[f"{module}.{python.__name__}"] = Twins(python, twin)
        return twin if twin is not None and IS_WANTED else python

    return choose


def _find(module: str, name: str) -> Callable[..., Any] | None:
    try:
        found: Callable[..., Any] = getattr(importlib.import_module(f"{PACKAGE}.{module}"), name)
    except ImportError:
        return None
    return found


def implementation() -> str:
    """Return which functions run, for people: `compiled`, or `python` with the reason."""
    if not IS_WANTED:
        return f"python ({PURE_SETTING} is set)"
    missing = [name for name, twins in TWINS.items() if twins.compiled is None]
    return f"python (not built: {', '.join(missing)})" if missing else "compiled"
