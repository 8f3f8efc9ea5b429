"""The options of `extractor serve`. `tests/service/test_serve.py` tests the running service."""

import json

import pytest

from tests.cli.run import run


@pytest.mark.parametrize(
    ("arguments", "env", "message"),
    [
        (("--workers", "0"), {}, "workers must be from 1"),
        ((), {"EXTRACTOR_PROT": "1"}, "there is no setting EXTRACTOR_PROT"),
    ],
)
def test_bad_settings_are_bad_usage(arguments: tuple[str, ...], env: dict[str, str], message: str) -> None:
    result = run("serve", *arguments, env=env)

    assert result.exit_code == 2
    assert message in result.stderr


def test_check_config_prints_the_settings() -> None:
    result = run("serve", "--check-config", "--port", "9000")

    assert (result.exit_code, json.loads(result.stdout)["port"]) == (0, 9000)
