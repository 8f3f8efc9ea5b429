"""The command group `extractor`."""

import extractor
from extractor.cli.main import main
from extractor.compiled import implementation
from tests.cli.run import run


def test_version() -> None:
    assert run("--version").stdout == f"extractor, version {extractor.__version__}, {implementation()}\n"


def test_all_commands_are_registered() -> None:
    assert set(main.commands) == {"extract", "batch", "mcp", "schema", "serve"}


def test_an_unknown_command_is_bad_usage() -> None:
    result = run("nonsense")

    assert result.exit_code == 2
    assert "No such command" in result.stderr
