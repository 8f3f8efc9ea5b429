"""The stored month names are those of Babel."""

import json

from extractor.metadata.dates import MONTH_NAMES
from training.month_names import month_names


def test_the_stored_names_are_those_of_babel() -> None:
    assert json.loads(MONTH_NAMES.read_text(encoding="utf-8")) == month_names()
