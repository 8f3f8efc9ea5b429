"""The settings of the service.

Each field of `Settings` is the environment variable `EXTRACTOR_<NAME>` and the option `--<name>` of `extractor serve`.
"""

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from extractor.errors import BadOptions

PREFIX = "EXTRACTOR_"
MEGABYTE = 1_000_000
COMPATIBLE = ("postlight", "tika")  # services whose routes can be served too
MAX_NUMBER = 1e9  # a larger number is a mistake, and system calls may refuse it


def _setting(default: Any, meaning: str, *, at_least: float = 0, at_most: float = MAX_NUMBER) -> Any:
    limits = {"at_least": at_least, "at_most": at_most}
    return field(default=default, metadata={"meaning": meaning, "type": type(default), **limits})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one service.

    Raises:
        BadOptions: a value is out of range.

    """

    host: str = _setting("127.0.0.1", "address to listen on; 0.0.0.0 for all interfaces")
    port: int = _setting(8080, "port to listen on; 0 for any free port", at_most=65_535)
    workers: int = _setting(os.cpu_count() or 1, "number of worker processes; default: one for each core", at_least=1)
    deadline: float = _setting(
        30.0, "seconds a worker may take for a page; also the longest wait for a worker", at_least=0.05
    )
    queue: int = _setting(64, "largest number of single pages that wait for a worker; more are answered 429")
    buffer: int = _setting(128, "megabytes of bodies in flight, at least twice max_body; more are answered 429")
    connections: int = _setting(
        512, "largest number of open connections; pages on further ones are answered 503", at_least=1
    )
    max_body: int = _setting(20_000_000, "largest size of a page in bytes, compressed or not", at_least=1)
    max_ratio: int = _setting(1000, "largest ratio of decompressed to compressed size of a body", at_least=1)
    body_timeout: float = _setting(30.0, "seconds a client may take to send a body", at_least=0.05)
    idle: float = _setting(75.0, "seconds after which an idle connection is closed", at_least=1)
    memory: int = _setting(2000, "megabytes a worker may allocate for a page; 0 for no limit")
    pages_per_worker: int = _setting(2000, "pages after which a worker is replaced, in case memory leaks; 0 for never")
    drain: float = _setting(0.0, "seconds after SIGTERM in which /readyz answers 503, but new connections are accepted")
    grace: float = _setting(10.0, "seconds that requests in flight get to finish after that")
    api_keys: str = _setting("", "file with one API key per line, which requests must then send; empty for none")
    compat: str = _setting(
        "", "routes of other services to serve too: postlight, tika, or both with a comma; empty for none"
    )
    log_level: str = _setting("info", "lowest level that is logged: debug, info, warning or error")
    log_format: str = _setting("json", "format of the log: json or text")

    def __post_init__(self) -> None:
        for each in fields(self):
            value, least, most = getattr(self, each.name), each.metadata["at_least"], each.metadata["at_most"]
            if not isinstance(value, str) and not least <= value <= most:  # false for NaN, too
                message = f"{each.name} must be from {least:g} to {most:.0f}, not {value}"
                raise BadOptions(message)
        for name, known in (("log_level", ("debug", "info", "warning", "error")), ("log_format", ("json", "text"))):
            if getattr(self, name) not in known:
                message = f"{name} must be one of {', '.join(known)}, not {getattr(self, name)!r}"
                raise BadOptions(message)
        if unknown := set(self.compat_names()) - set(COMPATIBLE):
            message = f"compat must be {' or '.join(COMPATIBLE)}, or both with a comma, not {min(unknown)!r}"
            raise BadOptions(message)
        try:
            self.host.encode("idna")
        except UnicodeError:
            message = f"host must be an address or a host name, not {self.host[:100]!r}"
            raise BadOptions(message) from None
        if self.buffer * MEGABYTE < 2 * self.max_body:
            message = f"buffer must be at least {math.ceil(2 * self.max_body / MEGABYTE)}, twice max_body in megabytes"
            raise BadOptions(message)

    def compat_names(self) -> tuple[str, ...]:
        """Return the names in `compat`."""
        return tuple(name.strip() for name in self.compat.split(",") if name.strip())


def from_environment(environment: Mapping[str, str], **flags: Any) -> Settings:
    """Return settings from `EXTRACTOR_*` variables. Flags that are not None take precedence.

    Raises:
        BadOptions: there is no such setting, or its value is invalid.

    """
    known = {PREFIX + each.name.upper(): each for each in fields(Settings)}
    for name in environment:
        if name.startswith(PREFIX) and name not in known:
            message = f"there is no setting {name}; known are {', '.join(known)}"
            raise BadOptions(message)
    values: dict[str, Any] = {}
    for variable, each in known.items():
        if variable in environment:
            try:
                values[each.name] = each.metadata["type"](environment[variable])
            except ValueError:
                message = f"{variable} must be a number, not {environment[variable]!r}"
                raise BadOptions(message) from None
    values.update({name: value for name, value in flags.items() if value is not None})
    return Settings(**values)
