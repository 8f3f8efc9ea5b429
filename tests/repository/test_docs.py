"""Every path, command, setting and field that the documents name exists; what they show runs."""

import dataclasses
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import extractor
from extractor.batch.rows import WHERE
from extractor.cli.batch import batch_command
from extractor.cli.main import main
from extractor.errors import ExtractorError
from extractor.pipeline import extract
from extractor.service.errors import PROBLEMS
from extractor.settings import PREFIX, Settings
from extractor.types import Extraction, Metadata

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "deploy/README.md",
    "docs/batch.md",
    "docs/input.md",
    "docs/metadata.md",
)
PATH = re.compile(
    r"`((?:extractor|training|tests|benchmarks|fixtures|\.ci)/[\w./*-]*|[A-Z][\w]*\.md|Makefile|Dockerfile|constraints\.txt)`"
)
every_document = pytest.mark.parametrize("name", DOCUMENTS)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def subclasses(root: type[ExtractorError]) -> set[type[ExtractorError]]:
    below = {kind for child in root.__subclasses__() for kind in subclasses(child)}
    return below or {root}


@every_document
def test_named_paths_exist(name: str) -> None:
    missing = [
        path
        for path in PATH.findall(read(name))
        if not (list(ROOT.glob(path)) if "*" in path else (ROOT / path).exists())
    ]

    assert not missing


@every_document
def test_named_make_targets_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))

    assert set(re.findall(r"`make ([a-z]+)`|^make ([a-z]+)", read(name), re.MULTILINE)) <= {
        (each, "") for each in targets
    } | {("", each) for each in targets}


@every_document
def test_links_to_files_are_right(name: str) -> None:
    assert not [
        link for link in re.findall(r"\]\(([^)#:]+)\)", read(name)) if not (ROOT / name).parent.joinpath(link).exists()
    ]


@pytest.mark.parametrize("setting", dataclasses.fields(Settings), ids=lambda setting: setting.name)
def test_settings_are_in_the_readme(setting: "dataclasses.Field[object]") -> None:
    default = "one for each core" if setting.name == "workers" else f"`{setting.default}`"

    assert re.search(rf"\| `{PREFIX}{setting.name.upper()}` \| {re.escape(default)} \|", read("README.md"))


@pytest.mark.parametrize("field", dataclasses.fields(Extraction), ids=lambda field: field.name)
def test_fields_are_in_the_readme(field: "dataclasses.Field[object]") -> None:
    assert f"`{field.name}`" in read("README.md")


@pytest.mark.parametrize("field", dataclasses.fields(Metadata), ids=lambda field: field.name)
def test_metadata_fields_are_mapped(field: "dataclasses.Field[object]") -> None:
    assert field.name == "provenance" or f"| `{field.name}` |" in read("docs/metadata.md")


@pytest.mark.parametrize("column", WHERE)
def test_columns_of_batch_jobs_are_documented(column: str) -> None:
    assert f"\n| `{column}` |" in read("docs/batch.md")


@pytest.mark.parametrize("name", ["README.md", "docs/batch.md"])
def test_options_of_batch_jobs_are_there(name: str) -> None:
    known = {option for each in batch_command.params for option in each.opts}
    text = read(name).partition("## Over archives")[2].partition("\n## ")[0] if name == "README.md" else read(name)
    named = set(re.findall(r"--[a-z][a-z-]*", text))

    assert named - known - {"--help", "--user"} == set()


def test_exports_are_sorted_and_complete() -> None:
    assert sorted(extractor.__all__) == extractor.__all__
    assert {kind.__name__ for kind in subclasses(ExtractorError)} <= set(extractor.__all__)


@pytest.mark.parametrize("name", extractor.__all__)
def test_exports_exist_and_say_what_they_are(name: str) -> None:
    assert getattr(extractor, name).__doc__


def test_every_error_has_a_status() -> None:
    assert subclasses(ExtractorError) == set(PROBLEMS)


def test_every_error_is_in_the_readme() -> None:
    assert not [kind.__name__ for kind in PROBLEMS if f"`{kind.__name__}`" not in read("README.md")]


def test_readme_python_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    example = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", read("README.md"), re.DOTALL)

    assert example
    exec(example[1], {})  # noqa: S102 - the README's own example
    assert capsys.readouterr().out == example[2]


def test_changelog_has_this_version() -> None:
    assert f"## {extractor.__version__}" in read("CHANGELOG.md")


def test_architecture_names_the_stages_in_order() -> None:
    stages = ["decode", "parse", "judge", "metadata", "engines", "choose", "Extraction"]
    drawn = re.search(r"```stages\n(.*?)```", read("ARCHITECTURE.md"), re.DOTALL)

    assert drawn
    assert re.findall(r"\w+", drawn[1].split("\n")[0]) == stages
    source = (ROOT / "extractor/pipeline.py").read_text(encoding="utf-8")
    assert " ─▶ ".join(stages) in source
    assert extract.__doc__


def test_help_names_the_exit_codes() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output

    assert "0 all extracted, 1 some input refused or unreadable, 2 bad usage" in " ".join(shown.split())


def test_fixtures_are_json() -> None:
    for path in (ROOT / "fixtures").glob("*/*.json"):
        json.loads(path.read_text(encoding="utf-8"))
