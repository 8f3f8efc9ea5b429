"""What an operator sets: one table of name, default and meaning; environment, flags and README follow it.

Each field of `Settings` is the environment variable `EXTRACTOR_<NAME>` and the flag `--<name>` of `extractor serve`.
"""

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from extractor.errors import BadOptions

PREFIX = "EXTRACTOR_"


MEGABYTE = 1_000_000
LARGEST = 1e9  # that any number may be: beyond it is a typing error, and system calls would refuse it one by one


def _setting(default: Any, meaning: str, *, at_least: float = 0, at_most: float = LARGEST) -> Any:
    limits = {"at_least": at_least, "at_most": at_most}
    return field(default=default, metadata={"meaning": meaning, "type": type(default), **limits})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a service runs.

    Raises:
        BadOptions: a value is out of range.

    """

    host: str = _setting("127.0.0.1", "address to listen on; 0.0.0.0 for every interface")
    port: int = _setting(8080, "port to listen on; 0 picks a free one", at_most=65_535)
    workers: int = _setting(os.cpu_count() or 1, "worker processes; default: one for each core", at_least=1)
    deadline: float = _setting(
        30.0, "seconds a worker may take for a page before it is killed; a page waits as long at most", at_least=0.05
    )
    queue: int = _setting(64, "single pages that may wait for a worker; more are answered 429")
    buffer: int = _setting(128, "megabytes of bodies in flight; more are answered 429; twice max_body at least")
    connections: int = _setting(512, "connections that may be open; more are answered 503, but for probes", at_least=1)
    max_body: int = _setting(20_000_000, "bytes a page may have, as sent and unpacked", at_least=1)
    max_ratio: int = _setting(1000, "times its size that a compressed body may unpack to", at_least=1)
    body_timeout: float = _setting(30.0, "seconds a client may take to send a body", at_least=0.05)
    idle: float = _setting(75.0, "seconds that a connection may say nothing before it is closed", at_least=1)
    memory: int = _setting(2000, "megabytes a worker may take for its pages before it is killed; 0 for no limit")
    pages_per_worker: int = _setting(2000, "pages after which a worker is replaced, so that no leak lasts; 0 for never")
    drain: float = _setting(0.0, "seconds between telling /readyz that it stops and taking no more connections")
    grace: float = _setting(10.0, "seconds that requests in hand get to finish when the service is told to stop")
    api_keys: str = _setting("", "file with a key a line; requests must then carry one; empty for none")
    log_level: str = _setting("info", "how much is logged: debug, info, warning, error")
    log_format: str = _setting("json", "how: json, or text for people")

    def __post_init__(self) -> None:
        for each in fields(self):
            value, least, most = getattr(self, each.name), each.metadata["at_least"], each.metadata["at_most"]
            if not isinstance(value, str) and not least <= value <= most:  # NaN is in no range
                message = f"{each.name} must be from {least:g} to {most:.0f}, not {value}"
                raise BadOptions(message)
        for name, known in (("log_level", ("debug", "info", "warning", "error")), ("log_format", ("json", "text"))):
            if getattr(self, name) not in known:
                message = f"{name} must be one of {', '.join(known)}, not {getattr(self, name)!r}"
                raise BadOptions(message)
        try:
            self.host.encode("idna")
        except UnicodeError:
            message = f"host must be an address or a name of a machine, not {self.host[:100]!r}"
            raise BadOptions(message) from None
        if self.buffer * MEGABYTE < 2 * self.max_body:
            message = f"buffer must be at least {math.ceil(2 * self.max_body / MEGABYTE)}, twice max_body in megabytes"
            raise BadOptions(message)


def from_environment(environment: Mapping[str, str], **flags: Any) -> Settings:
    """Settings from `EXTRACTOR_*` variables, overridden by flags that are not None.

    Raises:
        BadOptions: a variable cannot be read as its setting's type, or names no setting.

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
