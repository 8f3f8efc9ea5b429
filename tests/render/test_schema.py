"""The JSON Schema describes answers."""

import dataclasses
import json

import jsonschema
import pytest

from extractor.extraction import Extraction
from extractor.render.formats import render
from extractor.render.schema import json_schema
from tests.cases import EXTRACTED, Case


@pytest.mark.parametrize("case", EXTRACTED, ids=lambda case: case.name)
def test_answers_conform_to_the_schema(case: Case) -> None:
    jsonschema.validate(json.loads(render(case.run(), "json")), json_schema())


def test_every_field_is_described() -> None:
    described = json_schema()["$defs"]

    names = {field.name for field in dataclasses.fields(Extraction)}
    assert set(described["Extraction"]["properties"]) == names | {"markdown", "chunks"}
    assert set(described["Extraction"]["required"]) == names
    assert all(field["description"] for each in described.values() for field in each["properties"].values())


def test_other_objects_are_refused() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"title": "x"}, json_schema())
