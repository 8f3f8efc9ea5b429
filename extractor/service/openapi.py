"""The API reference: an OpenAPI 3.1 document, and an HTML page made from it without any script."""

import json
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from extractor.render.schema import json_schema
from extractor.version import __version__

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "code,pre{font:14px/1.4 ui-monospace,monospace;background:#f4f4f2;padding:.1em .3em}pre{padding:1em;overflow:auto}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.3em .6em;text-align:left;"
    "vertical-align:top}h2{margin-top:2.5rem}"
)


@cache
def openapi_document(compat: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return `openapi.json`, completed with the version, the schema of an extraction, and the routes of `compat`.

    Args:
        compat: names of `Settings.compat`.

    """
    document: dict[str, Any] = json.loads(files(__package__).joinpath("openapi.json").read_text("utf-8"))
    document["info"]["version"] = __version__
    schema = json.loads(json.dumps(json_schema()["$defs"]).replace("#/$defs/", "#/components/schemas/"))
    document["components"]["schemas"].update(schema)
    others: dict[str, Any] = json.loads(files(__package__).joinpath("compat.json").read_text("utf-8"))
    for name in compat:
        document["paths"].update(others[name])
    return document


@cache
def reference_page(compat: tuple[str, ...] = ()) -> str:
    """Return the OpenAPI document as an HTML page."""
    document = openapi_document(compat)
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'><meta name='viewport' content='width=device-width'>",
        f"<title>extractor {__version__}</title><style>{STYLE}</style><h1>extractor {__version__}</h1>",
        f"<p>{escape(document['info']['description'])}</p><p><a href='/openapi.json'>openapi.json</a></p>",
    ]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            parts.append(f"<h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(operation['summary'])}</p>")
            parameters = [_parameter_row(each, document) for each in operation.get("parameters", ())]
            parts.append(_table(parameters, "parameter"))
            responses = operation["responses"].items()
            rows = [(status, _resolve(response, document)["description"]) for status, response in responses]
            parts.append(_table(rows, "answer"))
    fields = document["components"]["schemas"]["Extraction"]["properties"].items()
    parts.append("<h2>Fields of an answer</h2>")
    parts.append(_table([(name, field["description"]) for name, field in fields], "field"))
    return "".join(parts)


def _table(rows: list[tuple[str, str]], first: str) -> str:
    cells = "".join(f"<tr><td><code>{escape(name)}</code></td><td>{escape(text)}</td></tr>" for name, text in rows)
    return f"<table><tr><th>{first}</th><th>meaning</th></tr>{cells}</table>" if rows else ""


def _parameter_row(parameter: dict[str, Any], document: dict[str, Any]) -> tuple[str, str]:
    found = _resolve(parameter, document)
    return f"{found['name']} ({found['in']})", found["description"]


def _resolve(node: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference such as `#/components/responses/Busy`. Return other nodes unchanged."""
    if "$ref" not in node:
        return node
    found: Any = document
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)
