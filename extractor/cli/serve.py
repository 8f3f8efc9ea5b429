"""`extractor serve`: run the HTTP service. Exit codes: 0 stopped by a signal; 1 cannot listen; 2 bad usage."""

import dataclasses
import json
import os
import sys
from collections.abc import Callable
from typing import Any, Final

import click

from extractor.cli.help import Command, complain
from extractor.errors import BadOptions
from extractor.service.app import serve
from extractor.service.auth import read_keys
from extractor.settings import PREFIX, Settings, from_environment

EXAMPLES: Final = (
    ("on all interfaces, with four workers", "extractor serve --host 0.0.0.0 --workers 4"),
    ("the settings in effect", "extractor serve --check-config"),
    ("ask it", "curl --data-binary @page.html 'localhost:8080/v1/extract?format=markdown'"),
)


def _settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add one option to a command for each field of `Settings`."""
    for setting in reversed(dataclasses.fields(Settings)):
        option = f"--{setting.name.replace('_', '-')}"
        variable = f"{PREFIX}{setting.name.upper()}"
        help_text = f"{setting.metadata['meaning']}  [env {variable}; default {setting.default}]"
        command = click.option(option, setting.name, type=setting.metadata["type"], default=None, help=help_text)(
            command
        )
    return command


@click.command("serve", cls=Command, examples=EXAMPLES)
@_settings_options
@click.option("--check-config", is_flag=True, help="Print the settings in effect, and exit.")
def serve_command(*, check_config: bool, **options: Any) -> None:
    """Serve extraction over HTTP: POST a page to /v1/extract."""
    try:
        settings = from_environment(os.environ, **options)
        read_keys(settings.api_keys)
    except BadOptions as error:
        raise click.UsageError(str(error)) from None
    if check_config:
        click.echo(json.dumps(dataclasses.asdict(settings), indent=2))
        return
    try:
        serve(settings)
    except OSError as error:
        complain(f"cannot listen on {settings.host}:{settings.port}: {error.strerror}; choose another --port")
        sys.exit(1)
