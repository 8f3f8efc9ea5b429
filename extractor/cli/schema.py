"""`extractor schema`: print the JSON Schema of an extraction."""

import json

import click

from extractor.cli.help import Command
from extractor.render.schema import json_schema


@click.command(
    "schema", cls=Command, examples=(("check answers with it", "extractor schema > extraction.schema.json"),)
)
def schema_command() -> None:
    """Print the JSON Schema of an extraction."""
    click.echo(json.dumps(json_schema(), indent=2))
