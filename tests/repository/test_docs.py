"""Every path, command, setting and field that the documents name exists, and their examples run."""

import dataclasses
import importlib.util
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import extractor
from documentation import reference
from documentation.build import pages
from extractor import pipeline
from extractor.batch.rows import RECORD_COLUMNS
from extractor.cli.batch import batch_command
from extractor.cli.main import main
from extractor.errors import ExtractorError
from extractor.extraction import Extraction, Metadata
from extractor.service.errors import PROBLEMS
from extractor.service.metrics import Metrics
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
    r"`((?:extractor|training|tests|benchmarks|fixtures|documentation|docs|deploy|\.ci|\.github)/[\w./*-]*|[A-Z][\w]*\.md|Makefile|Dockerfile"
    r"|pyproject\.toml|compose\.yaml|constraints\.txt)`"
)
MODULE = re.compile(r"python -m ((?:documentation|training|benchmarks|tests)(?:\.\w+)*)")
MAX_ARCHITECTURE_LINES = 150
MAX_README_LINES = 150
LINK = re.compile(r"\]\(([^)\s]+)\)")
every_document = pytest.mark.parametrize("name", DOCUMENTS)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def prose(name: str) -> str:
    """Return a document without its fenced blocks."""
    return re.sub(r"^ *```.*?^ *```$", "", read(name), flags=re.DOTALL | re.MULTILINE)


def anchors(path: Path) -> set[str]:
    """Return the anchors of the headings of a document."""
    headings = re.findall(r"^#+ (.*)", prose(path.resolve().relative_to(ROOT).as_posix()), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


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
def test_links_are_right(name: str) -> None:
    links = [link.partition("#") for link in LINK.findall(prose(name)) if ":" not in link]
    paths = [((ROOT / name).parent / path if path else ROOT / name, anchor) for path, _, anchor in links]

    assert not [path for path, _ in paths if not path.exists()]
    assert not [f"{path}#{anchor}" for path, anchor in paths if anchor and anchor not in anchors(path)]


def test_the_site_lists_every_page() -> None:
    def listed(entries: list[Any]) -> Iterator[str]:
        for entry in entries:
            for target in entry.values():
                yield from listed(target) if isinstance(target, list) else [target]

    nav = list(listed(tomllib.loads(read("zensical.toml"))["project"]["nav"]))

    assert sorted(nav) == sorted(place for place in pages().values() if not re.match(r"decisions/\d", place))


@pytest.mark.parametrize("name", reference.PAGES)
def test_generated_pages_are_those_of_the_code(name: str) -> None:
    assert read(f"docs/reference/{name}") == reference.page(name)


@pytest.mark.parametrize("setting", dataclasses.fields(Settings), ids=lambda setting: setting.name)
def test_settings_are_documented(setting: "dataclasses.Field[object]") -> None:
    assert f"| `{PREFIX}{setting.name.upper()}` |" in read("docs/reference/settings.md")


@pytest.mark.parametrize("field", dataclasses.fields(Extraction), ids=lambda field: field.name)
def test_fields_are_documented(field: "dataclasses.Field[object]") -> None:
    assert re.search(rf"^\| `{field.name}` \| `.+` \| .+\. \|$", read("docs/reference/fields.md"), re.MULTILINE)


@pytest.mark.parametrize("metric", [each.name for each in Metrics().registry.collect() if "extractor_" in each.name])
def test_metrics_are_documented(metric: str) -> None:
    assert re.search(rf"\| `{metric}(_total)?` \|", read("docs/reference/metrics.md"))


@pytest.mark.parametrize("field", dataclasses.fields(Metadata), ids=lambda field: field.name)
def test_metadata_fields_are_mapped(field: "dataclasses.Field[object]") -> None:
    assert field.name == "provenance" or f"| `{field.name}` |" in read("docs/reference/metadata.md")


@pytest.mark.parametrize("column", RECORD_COLUMNS)
def test_columns_of_batch_jobs_are_documented(column: str) -> None:
    assert f"\n| `{column}` |" in read("docs/reference/batch.md")


def test_options_of_batch_jobs_are_there() -> None:
    known = {option for each in batch_command.params for option in each.opts}
    named = set(re.findall(r"--[a-z][a-z-]*", read("docs/reference/batch.md")))

    assert named - known - {"--help", "--user"} == set()


def test_exports_are_sorted_and_complete() -> None:
    assert sorted(extractor.__all__) == extractor.__all__
    assert {kind.__name__ for kind in subclasses(ExtractorError)} <= set(extractor.__all__)


def test_every_error_has_a_status() -> None:
    assert subclasses(ExtractorError) == set(PROBLEMS)


@pytest.mark.parametrize("kind", PROBLEMS, ids=lambda kind: kind.__name__)
def test_errors_are_documented_with_their_status(kind: type[ExtractorError]) -> None:
    row = re.search(rf"^\| `{kind.__name__}` \| (\d+) \|.*\| (.*) \|$", read("docs/reference/errors.md"), re.MULTILINE)

    assert row
    assert int(row[1]) == PROBLEMS[kind].status
    assert (row[2] != "no") == PROBLEMS[kind].retryable


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
    ("kind", "in_card", "on_page"),
    [
        ("html", "trafilatura", "trafilatura 2.3.1, text only"),
        ("html", "accurate", "extractor, `accurate` (default), text and metadata"),
        ("html", "fast", "extractor, `fast`, text and metadata"),
        ("plaintext", "as rendered", "extractor, as rendered"),
        ("plaintext", "wrapped at 72 columns", "extractor, wrapped at 72 columns"),
    ],
)
def test_the_quality_page_quotes_the_cards(kind: str, in_card: str, on_page: str) -> None:
    card, page = (
        figures(next(line for line in read(name).splitlines() if line.startswith(f"| {label} |")))
        for name, label in ((CARDS[kind], in_card), ("docs/quality.md", on_page))
    )

    assert card
    assert page[: len(card)] == pytest.approx(card, abs=0.0005 + 1e-9)


@pytest.mark.parametrize(("label", "peer"), [("trafilatura 2.3.1, with metadata", True), ("extractor", False)])
def test_the_quality_page_quotes_the_card_of_metadata(label: str, peer: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    sections = read("extractor/metadata/CHOICES.md").split("\n## ")[1:]
    title, authors, date = (
        {row.split("|")[1].strip(): figures(row) for row in section.splitlines() if "-dev |" in row}
        for section in sections
    )
    right, false = (1, 4) if peer else (2, 5)
    of_wcxb = [title["wcxb-dev"][right], *(each["wcxb-dev"][at] for each in (authors, date) for at in (right, false))]
    row = next(line for line in read("docs/quality.md").splitlines() if line.startswith(f"| {label} |"))

    assert figures(row) == of_wcxb + [each["news-dev"][right] for each in (title, authors, date)]


def test_the_readme_quotes_the_quality_page() -> None:
    rows = [
        figures(row) for row in read("docs/quality.md").splitlines() if row.startswith(("| trafilatura", "| extractor"))
    ]
    (quoted,) = re.findall(r"((?:^\| (?:text|metadata): .*\n)+)", read("README.md"), re.MULTILINE)

    for peer, own in map(figures, quoted.splitlines()):
        assert any(
            each[place : place + 1] == [peer] and other[place : place + 1] == [own]
            for each in rows
            for other in rows
            for place in range(len(each))
        )


def test_the_readme_is_short() -> None:
    assert len(read("README.md").splitlines()) <= MAX_README_LINES


def test_help_names_the_exit_codes() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output

    assert "0 all extracted, 1 some input refused or unreadable, 2 bad usage" in " ".join(shown.split())


def test_fixtures_are_json() -> None:
    for path in (ROOT / "fixtures").glob("*/*.json"):
        json.loads(path.read_text(encoding="utf-8"))
