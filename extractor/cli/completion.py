"""`extractor completion`: print the script that completes commands and options in a shell."""

from typing import Final

import click
from click.shell_completion import get_completion_class

from extractor.cli.help import Command

SHELLS: Final = ("bash", "zsh", "fish")
VARIABLE: Final = "_EXTRACTOR_COMPLETE"  # by which click knows that a shell asks
EXAMPLES: Final = (
    ("complete in this shell", "source <(extractor completion bash)"),
    ("complete in every fish shell", "extractor completion fish > ~/.config/fish/completions/extractor.fish"),
)


@click.command("completion", cls=Command, examples=EXAMPLES)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print a script that completes commands, options and their values in SHELL."""
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - click knows all of SHELLS
    click.echo(kind(ctx.find_root().command, {}, "extractor", VARIABLE).source())
