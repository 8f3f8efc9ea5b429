"""The JSON Schema of an `Extraction`, generated from the types and the descriptions of their fields."""

from functools import cache
from typing import Any

import msgspec

from extractor.extraction import Extraction
from extractor.render.chunks import Chunk
from extractor.render.json import CHUNKS, MARKDOWN

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@cache
def json_schema() -> dict[str, Any]:
    """Return the schema in draft 2020-12. `markdown` and `chunks` may be missing; other fields may not, or be added."""
    (reference, chunk), components = msgspec.json.schema_components([Extraction, Chunk], ref_template="#/$defs/{name}")
    for component in components.values():
        component["required"] = list(component["properties"])
        component["additionalProperties"] = False
        for described in component["properties"].values():
            described.pop("default", None)
    components["Extraction"]["properties"][MARKDOWN] = {
        "type": "string",
        "description": "The text as Markdown; only if the field is asked for.",
    }
    components["Extraction"]["properties"][CHUNKS] = {
        "type": "array",
        "items": chunk,
        "description": "The text as chunks for retrieval; only if they are asked for.",
    }
    return {"$schema": DIALECT, **reference, "$defs": components}
