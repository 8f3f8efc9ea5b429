"""The workflow runs `.ci/run` on every supported Python; hooks and issue forms are well-formed."""

import os
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob(".github/**/*.yml"), ROOT / ".pre-commit-config.yaml"])
FORMS = sorted(path for path in ROOT.glob(".github/ISSUE_TEMPLATE/*.yml") if path.name != "config.yml")
FORM_ELEMENTS = {"checkboxes", "dropdown", "input", "markdown", "textarea"}


def load(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return content


JOB = load(ROOT / ".github/workflows/ci.yml")["jobs"]["tests"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_yaml_parses(path: Path) -> None:
    assert isinstance(load(path), dict)


def test_the_workflow_runs_on_every_python_of_the_classifiers() -> None:
    classifiers = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["classifiers"]
    named = [each.rpartition(":: ")[2] for each in classifiers if "Python :: 3." in each]

    assert named
    assert JOB["strategy"]["matrix"]["python"] == named


def test_the_workflow_runs_what_developers_run() -> None:
    (step,) = [each for each in JOB["steps"] if "run" in each]

    assert step["run"] == ".ci/run"
    assert step["env"] == {"PYTHON": "python${{ matrix.python }}"}
    assert "PYTHON ?= " in (ROOT / "Makefile").read_text("utf-8")
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_hooks_run_the_tools_of_the_environment() -> None:
    (local,) = load(ROOT / ".pre-commit-config.yaml")["repos"]
    tools = [shlex.split(hook["entry"])[:2] for hook in local["hooks"]]

    assert local["repo"] == "local"
    assert [tool[0] for tool in tools] == [".venv/bin/ruff", ".venv/bin/ruff", ".venv/bin/mypy"]
    assert {hook["language"] for hook in local["hooks"]} == {"system"}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_issue_forms_have_what_github_requires(path: Path) -> None:
    form = load(path)
    fields = [each for each in form["body"] if each["type"] != "markdown"]

    assert form.keys() >= {"name", "description", "body"}
    assert {each["type"] for each in form["body"]} <= FORM_ELEMENTS
    assert all(each["attributes"]["label"] for each in fields)
    assert len({each["id"] for each in fields}) == len(fields)
