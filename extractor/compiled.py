"""Choose between a function in Python and its compiled twin in `extractor/_native/`, which gives the same answers.

The twins run where they were built, unless the environment variable EXTRACTOR_PURE is set to 1. The functions in Python
are the reference: tests compare both. A twin that was built and does not work is told with a `RuntimeWarning`.
"""

import importlib
import os
import warnings
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
    """None where it was not built, or does not work."""
    problem: str
    """Why there is no compiled function; empty if there is one."""


_twins: dict[str, Twins] = {}
TWINS: Final[Mapping[str, Twins]] = MappingProxyType(_twins)
"""By module and name, such as `limits.scan`; those of the modules that were imported so far."""


def compiled(
    module: str, example: Callable[[], tuple[Any, ...]] | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a function that has a twin of the same name in a module of `extractor/_native/`.

    Args:
        module: the module.
        example: gives arguments for which both must return the same, for a twin that depends on how another package
            was built. It is asked once, on import.

    """

    def choose(python: Callable[P, R]) -> Callable[P, R]:
        twins = _find(module, python, example)
        _twins[f"{module}.{python.__name__}"] = twins
        return twins.compiled if twins.compiled is not None and IS_WANTED else python

    return choose


def _find(module: str, python: Callable[..., Any], example: Callable[[], tuple[Any, ...]] | None) -> Twins:
    name = f"{PACKAGE}.{module}"
    try:
        twin: Callable[..., Any] = getattr(importlib.import_module(name), python.__name__)
        if example is None or twin(*example()) == python(*example()):
            return Twins(python, twin, "")
        problem = "it gives another answer"
    except (ImportError, ValueError) as error:  # ValueError: a class of another package has another size
        if isinstance(error, ModuleNotFoundError) and error.name == name:
            return Twins(python, None, "not built")
        problem = str(error)
    warnings.warn(f"{name} is not used, and its twin in Python runs: {problem}", RuntimeWarning, stacklevel=3)
    return Twins(python, None, problem)


def implementation() -> str:
    """Return which functions run, for people: `compiled`, or `python` with the reason."""
    if not IS_WANTED:
        return f"python ({PURE_SETTING} is set)"
    importlib.import_module("extractor.pipeline")  # which imports all modules with twins
    missing = [f"{name}: {twins.problem}" for name, twins in TWINS.items() if twins.compiled is None]
    return f"python for {', '.join(missing)}" if missing else "compiled"
