"""`extractor schema`."""

import json

from extractor.render.schema import json_schema
from tests.cli.run import run


def test_schema_prints_the_schema_of_an_extraction() -> None:
    assert json.loads(run("schema").stdout) == json_schema()
