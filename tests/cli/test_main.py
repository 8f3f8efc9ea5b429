"""The command group, `extractor schema`, and the options of `extractor serve`."""

import json

import pytest
from click.testing import CliRunner, Result

import extractor
from extractor.cli.main import main
from extractor.render.schema import json_schema


def run(*arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, arguments, env=env)


def test_version() -> None:
    assert run("--version").stdout == f"extractor, version {extractor.__version__}\n"


def test_all_commands_are_registered() -> None:
    assert set(main.commands) == {"extract", "batch", "schema", "serve"}


def test_an_unknown_command_is_bad_usage() -> None:
    result = run("nonsense")

    assert result.exit_code == 2
    assert "No such command" in result.stderr


def test_schema_prints_the_schema_of_an_extraction() -> None:
    assert json.loads(run("schema").stdout) == json_schema()


@pytest.mark.parametrize(
    ("arguments", "env", "message"),
    [
        (("--workers", "0"), {}, "workers must be from 1"),
        ((), {"EXTRACTOR_PROT": "1"}, "there is no setting EXTRACTOR_PROT"),
    ],
)
def test_serve_refuses_bad_settings(arguments: tuple[str, ...], env: dict[str, str], message: str) -> None:
    result = run("serve", *arguments, env=env)

    assert result.exit_code == 2
    assert message in result.stderr


def test_check_config_prints_the_settings() -> None:
    result = run("serve", "--check-config", "--port", "9000")

    assert (result.exit_code, json.loads(result.stdout)["port"]) == (0, 9000)
