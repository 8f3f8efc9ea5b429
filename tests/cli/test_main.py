"""The command group `extractor`."""

import shlex
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

import extractor
from extractor.cli.help import Command
from extractor.cli.main import main
from extractor.compiled import implementation
from tests.cli.run import run


def test_version() -> None:
    assert run("--version").stdout == f"extractor, version {extractor.__version__}, {implementation()}\n"


def test_all_commands_are_registered() -> None:
    assert set(main.commands) == {"extract", "batch", "completion", "mcp", "schema", "serve"}


def test_an_unknown_command_is_bad_usage() -> None:
    result = run("nonsense")

    assert result.exit_code == 2
    assert "No such command" in result.stderr


@pytest.mark.parametrize("name", main.commands)
def test_help_ends_with_examples_that_the_command_takes(name: str) -> None:
    command = main.commands[name]
    shown = run(name, "--help").stdout
    assert isinstance(command, Command)
    known = {option for each in command.params for option in (*each.opts, *each.secondary_opts)}

    assert "Examples:" in shown
    for _, call in command.examples:
        assert f"  {call}\n" in shown
        words = shlex.split(call.replace("<(", "").replace(")", ""))
        if "extractor" in words:
            at = words.index("extractor")
            assert words[at + 1] == name
            assert {word for word in words[at + 2 :] if word.startswith("--")} <= known


def test_errors_are_coloured_on_a_terminal_only() -> None:
    plain, coloured = (CliRunner().invoke(main, ["schema", "--none"], color=color) for color in (False, True))

    assert plain.exit_code == coloured.exit_code == 2
    assert "\x1b[" not in plain.stderr
    assert "\x1b[31m" in coloured.stderr
    assert click.unstyle(coloured.stderr) == plain.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_of_a_shell(shell: str) -> None:
    result = run("completion", shell)

    assert result.exit_code == 0
    assert f"_EXTRACTOR_COMPLETE={shell}_complete" in result.stdout


def test_the_script_gets_commands_and_options_from_the_command() -> None:
    def completed(*words: str) -> list[str]:
        environment = {
            "_EXTRACTOR_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(("extractor", *words)),
            "COMP_CWORD": str(len(words)),
        }
        command = [sys.executable, "-c", "from extractor.cli.main import main; main(prog_name='extractor')"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return [line.partition(",")[2] for line in done.stdout.splitlines()]

    assert completed("ex") == ["extract"]
    assert completed("extract", "--mode", "") == ["accurate", "fast"]
