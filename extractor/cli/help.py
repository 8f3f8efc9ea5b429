"""Commands whose help ends with examples, and errors in colour."""

from typing import Any

import click

ERROR_COLOUR = "red"


class Command(click.Command):
    """A command whose help has examples.

    Args:
        examples: pairs of what a call does and the call.
        given: see `click.Command`.

    """

    def __init__(self, *args: Any, examples: tuple[tuple[str, str], ...], **given: Any) -> None:
        super().__init__(*args, **given)
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the epilog."""
        with formatter.section("Examples"):
            for meaning, call in self.examples:
                formatter.write(f"  # {meaning}\n  {call}\n")
        super().format_epilog(ctx, formatter)


class Group(click.Group):
    """A group of commands whose errors are shown in colour."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; the message of an error gets its colour, which click removes where there is no terminal."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            if error.message:
                error.message = click.style(error.message, fg=ERROR_COLOUR)  # type: ignore[misc]  # click shows it
            raise


def complain(message: str) -> None:
    """Print an error on standard error, in colour if that is a terminal."""
    click.echo(f"extractor: {click.style(message, fg=ERROR_COLOUR)}", err=True)
