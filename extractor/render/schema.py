"""The JSON Schema of an `Extraction`, generated from the types and the descriptions of their fields."""

from functools import cache
from typing import Any

import msgspec

from extractor.extraction import Extraction
from extractor.render.json import MARKDOWN

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@cache
def json_schema() -> dict[str, Any]:
    """Return the schema in draft 2020-12. All fields but `markdown` are required, and no others are allowed."""
    (reference,), components = msgspec.json.schema_components([Extraction], ref_template="#/$defs/{name}")
    for component in components.values():
        component["required"] = list(component["properties"])
        component["additionalProperties"] = False
        for described in component["properties"].values():
            described.pop("default", None)
    components["Extraction"]["properties"][MARKDOWN] = {
        "type": "string",
        "description": "The text as Markdown; only if the field is asked for.",
    }
    return {"$schema": DIALECT, **reference, "$defs": components}
