"""`extractor schema`: print the JSON Schema of an extraction."""

import json

import click

from extractor.render.schema import json_schema


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of an extraction."""
    click.echo(json.dumps(json_schema(), indent=2))
