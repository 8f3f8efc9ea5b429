"""What deploys it names things that are there, and Kubernetes would take it."""

import re
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from click.testing import CliRunner

from extractor.cli.main import main
from extractor.settings import PREFIX, Settings
from extractor.version import __version__

ROOT = Path(__file__).parents[2]
RESOURCES = [
    resource for path in sorted(ROOT.glob("deploy/*.yaml")) for resource in yaml.safe_load_all(path.read_text("utf-8"))
]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
CONTAINERS: list[dict[str, Any]] = [
    container
    for resource in RESOURCES
    for container in resource["spec"].get("template", {}).get("spec", {}).get("containers", [])
]


PODS: dict[str, dict[str, Any]] = {
    resource["metadata"]["name"]: resource["spec"]["template"]
    for resource in RESOURCES
    if resource["kind"] in {"Deployment", "Job"}
}
each_pod = pytest.mark.parametrize("name", PODS)


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    return {resource["metadata"]["name"]: resource["spec"] for resource in RESOURCES if resource["kind"] == kind}


def megabytes(size: str) -> int:
    return int(size[:-2]) * {"Mi": 1, "Gi": 1024}[size[-2:]]


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource["kind"])
def test_kubernetes_takes_it(resource: dict[str, Any]) -> None:
    kubernetes_validate.validate(resource, kubernetes_validate.latest_version(), strict=True)


def test_kubernetes_would_not_take_a_typing_error() -> None:
    resource = {**RESOURCES[0], "spec": {**RESOURCES[0]["spec"], "completion": 8}}

    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(resource, kubernetes_validate.latest_version(), strict=True)


@each_pod
def test_pods_have_no_rights_that_they_do_not_need(name: str) -> None:
    spec = PODS[name]["spec"]
    (container,) = spec["containers"]

    assert spec["automountServiceAccountToken"] is False
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert f"USER {spec['securityContext']['runAsUser']}:{spec['securityContext']['runAsGroup']}\n" in DOCKERFILE
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


@each_pod
def test_pods_cannot_fill_a_node(name: str) -> None:
    (container,) = PODS[name]["spec"]["containers"]
    (scratch,) = (each["emptyDir"] for each in PODS[name]["spec"]["volumes"] if "emptyDir" in each)
    requests, limits = (container["resources"][each] for each in ("requests", "limits"))

    assert requests.keys() >= {"cpu", "memory", "ephemeral-storage"}
    assert limits.keys() >= {"memory", "ephemeral-storage"}
    assert megabytes(scratch["sizeLimit"]) < megabytes(limits["ephemeral-storage"])


@each_pod
def test_nothing_leaves_a_pod_and_only_requests_come_in(name: str) -> None:
    policy = of_kind("NetworkPolicy")[name]
    ports = [port["containerPort"] for port in PODS[name]["spec"]["containers"][0].get("ports", [])]

    assert policy["podSelector"]["matchLabels"].items() <= PODS[name]["metadata"]["labels"].items()
    assert sorted(policy["policyTypes"]) == ["Egress", "Ingress"]
    assert policy["egress"] == []
    assert [port["port"] for rule in policy["ingress"] for port in rule["ports"]] == ports


def test_the_batch_job_may_write_to_its_volume() -> None:
    context = PODS["extractor-batch"]["spec"]["securityContext"]

    assert context["fsGroup"] == context["runAsGroup"]


def test_replicas_go_one_at_a_time() -> None:
    budget = of_kind("PodDisruptionBudget")["extractor"]

    assert budget["selector"] == of_kind("Deployment")["extractor"]["selector"]
    assert 1 <= budget["maxUnavailable"] < of_kind("HorizontalPodAutoscaler")["extractor"]["minReplicas"]


def test_the_base_image_can_be_pinned() -> None:
    stages = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert DOCKERFILE.index("ARG BASE=") < DOCKERFILE.index("FROM ")
    assert stages == ["${BASE}"] * 2
    assert "$(if $(BASE),--build-arg BASE=$(BASE))" in (ROOT / "Makefile").read_text("utf-8")


def test_the_egress_that_the_documents_show_is_taken() -> None:
    shown = re.search(r"```yaml\n(.*?)```", (ROOT / "deploy/README.md").read_text("utf-8"), re.DOTALL)
    assert shown
    policy = next(each for each in RESOURCES if each["kind"] == "NetworkPolicy")
    opened = {**policy, "spec": {**policy["spec"], **yaml.safe_load(shown[1])}}

    kubernetes_validate.validate(opened, kubernetes_validate.latest_version(), strict=True)


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
