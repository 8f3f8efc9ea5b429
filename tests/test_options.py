"""Options of one extraction, and settings of the operator."""

import dataclasses

import pytest

from extractor import BadOptions, Options
from extractor.settings import Settings, from_environment


@pytest.mark.parametrize("wrong", [{"mode": "best"}, {"focus": "all"}, {"max_bytes": 0}])
def test_invalid_options_are_refused_with_the_allowed_values(wrong: dict[str, object]) -> None:
    with pytest.raises(BadOptions, match="must be"):
        Options(**wrong)  # type: ignore[arg-type]


def test_every_setting_has_a_description() -> None:
    assert all(len(field.metadata["meaning"]) > 20 for field in dataclasses.fields(Settings))


def test_flags_take_precedence_over_the_environment() -> None:
    settings = from_environment(
        {"EXTRACTOR_PORT": "9000", "EXTRACTOR_DEADLINE": "2.5", "PATH": "/bin"}, port=9001, host=None
    )

    assert (settings.port, settings.deadline, settings.host) == (9001, 2.5, "127.0.0.1")


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"EXTRACTOR_PORT": "http"}, "EXTRACTOR_PORT must be a number, not 'http'"),
        ({"EXTRACTOR_PROT": "80"}, "there is no setting EXTRACTOR_PROT"),
        ({"EXTRACTOR_WORKERS": "0"}, "workers must be from 1 to 1000000000, not 0"),
        ({"EXTRACTOR_LOG_LEVEL": "loud"}, "log_level must be one of debug"),
    ],
)
def test_invalid_settings_are_refused_by_name(environment: dict[str, str], message: str) -> None:
    with pytest.raises(BadOptions, match=message):
        from_environment(environment)
