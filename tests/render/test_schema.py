"""The JSON Schema says what answers are."""

import dataclasses
import json

import jsonschema
import pytest

from extractor.render.formats import to_json
from extractor.render.schema import json_schema
from extractor.types import Extraction
from tests.cases import EXTRACTED, Case


@pytest.mark.parametrize("case", EXTRACTED, ids=lambda case: case.name)
def test_answers_follow_the_schema(case: Case) -> None:
    jsonschema.validate(json.loads(to_json(case.run())), json_schema())


def test_every_field_is_described() -> None:
    fields = json_schema()["$defs"]["Extraction"]["properties"]

    assert set(fields) == {field.name for field in dataclasses.fields(Extraction)}
    assert all(field["description"] for field in fields.values())


def test_what_is_no_answer_is_refused() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"title": "x"}, json_schema())
