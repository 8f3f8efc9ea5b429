"""The page fixtures: where they are, how one is run, and what is compared."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor import Extraction, ExtractorError, extract
from extractor.options import options_of
from extractor.render.formats import render

ROOT = Path(__file__).parent.parent / "fixtures"
# What expected.json holds of an extraction; text and HTML are in expected.md, notes and confidence may change freely.
FIELDS = (
    "title",
    "authors",
    "date_published",
    "date_modified",
    "site_name",
    "description",
    "language",
    "direction",
    "canonical_url",
    "image",
    "tags",
    "section",
    "categories",
    "license",
    "page_type",
    "word_count",
    "images",
    "engine",
    "charset",
    "charset_source",
    "warnings",
    "provenance",
)


@dataclass(frozen=True)
class Case:
    """One directory of fixtures/."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def given(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((self.path / "case.json").read_text(encoding="utf-8"))
        return loaded

    @property
    def data(self) -> bytes:
        return next(each for each in self.path.iterdir() if each.stem in {"page", "dump"}).read_bytes()

    @property
    def expected(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((self.path / "expected.json").read_text(encoding="utf-8"))
        return loaded

    @property
    def markdown(self) -> str:
        return (self.path / "expected.md").read_text(encoding="utf-8")

    def run(self) -> Extraction:
        given = self.given
        options = options_of(mode=given.get("mode"), focus=given.get("focus"))
        return extract(self.data, url=given.get("url"), content_type=given.get("content_type"), options=options)

    def found(self) -> tuple[dict[str, Any], str]:
        """What the program gives now: the fields, or the refusal, and the Markdown."""
        try:
            extraction = self.run()
        except ExtractorError as error:
            return {"refused": type(error).__name__, "says": str(error)}, ""
        plain = json.loads(json.dumps(extraction.to_dict()))
        return {name: plain[name] for name in FIELDS}, render(extraction, "markdown")


CASES = [Case(path) for path in sorted(ROOT.iterdir()) if path.is_dir()]
EXTRACTED = [case for case in CASES if not case.name.startswith("refused--")]
