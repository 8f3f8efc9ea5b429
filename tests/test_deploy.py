"""What deploys it names things that are there, and Kubernetes would take it."""

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from click.testing import CliRunner

from extractor.cli import main
from extractor.settings import PREFIX, Settings
from extractor.version import __version__

ROOT = Path(__file__).parent.parent
RESOURCES = [
    resource for path in sorted(ROOT.glob("deploy/*.yaml")) for resource in yaml.safe_load_all(path.read_text("utf-8"))
]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
CONTAINERS: list[dict[str, Any]] = [
    container
    for resource in RESOURCES
    for container in resource["spec"].get("template", {}).get("spec", {}).get("containers", [])
]


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource["kind"])
def test_kubernetes_takes_it(resource: dict[str, Any]) -> None:
    kubernetes_validate.validate(resource, kubernetes_validate.latest_version(), strict=True)


def test_kubernetes_would_not_take_a_typing_error() -> None:
    resource = {**RESOURCES[0], "spec": {**RESOURCES[0]["spec"], "completion": 8}}

    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(resource, kubernetes_validate.latest_version(), strict=True)


def test_settings_are_known() -> None:
    given = [each["name"] for container in CONTAINERS for each in container.get("env", [])]

    assert {name for name in given if name.startswith(PREFIX)} <= {
        PREFIX + name.upper() for name in Settings.__dataclass_fields__
    }


@pytest.mark.parametrize(
    "command",
    [container["args"] for container in CONTAINERS] + [each["command"] for each in COMPOSE["services"].values()],
    ids=" ".join,
)
def test_commands_are_known(command: list[str]) -> None:
    assert CliRunner().invoke(main, [command[0], "--help"]).exit_code == 0
    options = CliRunner().invoke(main, [command[0], "--help"]).output
    assert all(word in options for word in command if word.startswith("--"))


def test_images_are_of_this_version() -> None:
    images = [container["image"] for container in CONTAINERS] + [each["image"] for each in COMPOSE["services"].values()]

    assert set(images) == {f"extractor:{__version__}"}
