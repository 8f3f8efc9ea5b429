"""Write docs/features.md from the declared features.

python -m training.feature_reference docs/features.md
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.classify.models import STAGES
from extractor.classify.stages import Stage

TITLES = {"html": "Blocks of HTML pages", "plaintext": "Lines of plain-text pages"}
INTRODUCTION = """\
# Features

What the models read. `python -m training.feature_reference docs/features.md` writes this page from the declarations in
`extractor/features/`; a test compares them.

A page is classified in stages (`extractor/classify/html.py`, `extractor/classify/plaintext.py`). A stage computes its
feature groups, and its model predicts. The page type is one prediction for the page; the other stages predict for each
block or line. A model file has the names of its features and their fingerprint, which are compared when it is loaded.
"""


def reference() -> str:
    """Return the page as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield INTRODUCTION.rstrip()
    for kind, stages in STAGES.items():
        yield from ("", f"## {TITLES[kind]}", "", "| stage | features | fingerprint | groups |", "|---|---|---|---|")
        for stage in stages:
            features = stage.features
            names = ", ".join(group.name for group in stage.inputs) or "tokens of the page"
            yield f"| `{stage.name}` | {len(features.names)} | `{features.fingerprint}` | {names} |"
        yield from _groups(stages)


def _groups(stages: tuple[Stage[Any], ...]) -> Iterator[str]:
    groups = {group.name: group for stage in stages for group in stage.inputs}
    for group in groups.values():
        yield from ("", f"### {group.name}", "", "| feature | meaning |", "|---|---|")
        for feature in group.features:
            yield f"| `{feature.name}` | {feature.meaning} |"


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.parse_args().file.write_text(reference(), encoding="utf-8")


if __name__ == "__main__":
    main()
