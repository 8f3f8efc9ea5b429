"""The JSON Schema of an `Extraction`, made from the types and their docstrings: it cannot fall behind them."""

import ast
import inspect
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec

from extractor import types as model
from extractor.types import Extraction

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@cache
def json_schema() -> dict[str, Any]:
    """Draft 2020-12; every field is always there, and has its docstring as description."""
    (reference,), components = msgspec.json.schema_components([Extraction], ref_template="#/$defs/{name}")
    said = _docstrings()
    for name, component in components.items():
        component["required"] = list(component["properties"])
        component["additionalProperties"] = False
        for field, described in component["properties"].items():
            described.pop("default", None)
            for owner in (name, "Metadata"):
                if (owner, field) in said:
                    described["description"] = said[owner, field]
                    break
    return {"$schema": DIALECT, **reference, "$defs": components}


def _docstrings() -> dict[tuple[str, str], str]:
    """What `model` says below each field, by class and field."""
    found: dict[tuple[str, str], str] = {}
    for owner in ast.parse(inspect.getsource(model)).body:
        if not isinstance(owner, ast.ClassDef):
            continue
        for pair in pairwise(owner.body):
            match pair:
                case ast.AnnAssign(target=ast.Name(field)), ast.Expr(value=ast.Constant(said)):
                    found[owner.name, field] = inspect.cleandoc(str(said))
    return found
