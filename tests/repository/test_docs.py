"""Every path, command, setting and field that the documents name exists, and their examples run."""

import dataclasses
import importlib.util
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import extractor
from extractor import pipeline
from extractor.batch.rows import RECORD_COLUMNS
from extractor.cli.batch import batch_command
from extractor.cli.main import main
from extractor.errors import ExtractorError
from extractor.extraction import Extraction, Metadata
from extractor.service.errors import PROBLEMS
from extractor.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
SKIPPED = {"fixtures", "build", "dist", "venv"}  # expected answers, and what is not part of the repository
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *ROOT.glob("[!.]*/**/*.md"), *ROOT.glob(".github/**/*.md"))
    if path.relative_to(ROOT).parts[0] not in SKIPPED
)
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
CARDS = {kind: f"extractor/classify/artifacts/{kind}/CARD.md" for kind in ("html", "plaintext")}
PATH = re.compile(
    r"`((?:extractor|training|tests|benchmarks|fixtures|docs|deploy|\.ci|\.github)/[\w./*-]*|[A-Z][\w]*\.md|Makefile|Dockerfile"
    r"|pyproject\.toml|compose\.yaml|constraints\.txt)`"
)
MODULE = re.compile(r"python -m ((?:training|benchmarks|tests)(?:\.\w+)*)")
MAX_ARCHITECTURE_LINES = 150
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
    shown = "".join(re.findall(r"```sh\n(.*?)```", read(name), re.DOTALL))
    named = re.findall(r"`make ([a-z]+)\b[^`\n]*`", read(name)) + re.findall(r"^\s*make ([a-z]+)", shown, re.MULTILINE)

    assert set(named) <= targets


@every_document
def test_named_modules_exist(name: str) -> None:
    assert not [module for module in MODULE.findall(read(name)) if importlib.util.find_spec(module) is None]


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


@pytest.mark.parametrize("column", RECORD_COLUMNS)
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


def test_architecture_and_pipeline_name_the_same_stages() -> None:
    drawn = re.search(r"```stages\n(.*?)\n```", read("ARCHITECTURE.md"), re.DOTALL)
    stages = re.search(r"^\w+(?: ─▶ \w+)+", pipeline.__doc__ or "", re.MULTILINE)

    assert drawn
    assert stages
    assert drawn[1] == stages[0]


def test_architecture_is_short() -> None:
    assert len(read("ARCHITECTURE.md").splitlines()) <= MAX_ARCHITECTURE_LINES


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_decisions_have_context_decision_and_consequences(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert re.match(rf"# {int(path.name[:4])}\. \S", text)
    assert re.findall(r"^## (.*)", text, re.MULTILINE)[:3] == ["Context", "Decision", "Consequences"]


def test_decisions_are_numbered_and_listed() -> None:
    listed = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", read("docs/decisions/README.md"))

    assert listed == [path.name for path in DECISIONS]
    assert [int(name[:4]) for name in listed] == list(range(1, len(listed) + 1))


def figures(row: str) -> list[float]:
    return [float(cell) for cell in row.split("|") if re.fullmatch(r" *[01]\.\d+ *", cell)]


@pytest.mark.parametrize(
    ("kind", "in_card", "in_readme"),
    [
        ("html", "trafilatura", "trafilatura 2.3.1, text only"),
        ("html", "accurate", "extractor, `accurate` (default), text and metadata"),
        ("html", "fast", "extractor, `fast`, text and metadata"),
        ("plaintext", "as rendered", "extractor, as rendered"),
        ("plaintext", "wrapped at 72 columns", "extractor, wrapped at 72 columns"),
    ],
)
def test_the_readme_quotes_the_cards(kind: str, in_card: str, in_readme: str) -> None:
    card, readme = (
        figures(next(line for line in read(name).splitlines() if line.startswith(f"| {label} |")))
        for name, label in ((CARDS[kind], in_card), ("README.md", in_readme))
    )

    assert card
    assert readme[: len(card)] == pytest.approx(card, abs=0.0005 + 1e-9)


@pytest.mark.parametrize(("label", "peer"), [("trafilatura 2.3.1, with metadata", True), ("extractor", False)])
def test_the_readme_quotes_the_card_of_metadata(label: str, peer: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    sections = read("extractor/metadata/CHOICES.md").split("\n## ")[1:]
    title, authors, date = (
        {row.split("|")[1].strip(): figures(row) for row in section.splitlines() if "-dev |" in row}
        for section in sections
    )
    right, false = (1, 4) if peer else (2, 5)
    of_wcxb = [title["wcxb-dev"][right], *(each["wcxb-dev"][at] for each in (authors, date) for at in (right, false))]
    row = next(line for line in read("README.md").splitlines() if line.startswith(f"| {label} |"))

    assert figures(row) == of_wcxb + [each["news-dev"][right] for each in (title, authors, date)]


def test_help_names_the_exit_codes() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output

    assert "0 all extracted, 1 some input refused or unreadable, 2 bad usage" in " ".join(shown.split())


def test_fixtures_are_json() -> None:
    for path in (ROOT / "fixtures").glob("*/*.json"):
        json.loads(path.read_text(encoding="utf-8"))
