"""The description of the service: OpenAPI 3.1 for programs, and the same as one page for people, without any script."""

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
def openapi() -> dict[str, Any]:
    """`openapi.json` beside this module, with the version and the schema of an answer put in."""
    described: dict[str, Any] = json.loads(files(__package__).joinpath("openapi.json").read_text("utf-8"))
    described["info"]["version"] = __version__
    schema = json.loads(json.dumps(json_schema()["$defs"]).replace("#/$defs/", "#/components/schemas/"))
    described["components"]["schemas"].update(schema)
    return described


@cache
def page() -> str:
    """The same for people."""
    described = openapi()
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'><meta name='viewport' content='width=device-width'>",
        f"<title>extractor {__version__}</title><style>{STYLE}</style><h1>extractor {__version__}</h1>",
        f"<p>{escape(described['info']['description'])}</p><p><a href='/openapi.json'>openapi.json</a></p>",
    ]
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            parts.append(f"<h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(operation['summary'])}</p>")
            parts.append(_table([_parameter(each, described) for each in operation.get("parameters", ())], "parameter"))
            answers = operation["responses"].items()
            parts.append(
                _table([(status, _resolved(said, described)["description"]) for status, said in answers], "answer")
            )
    fields = described["components"]["schemas"]["Extraction"]["properties"].items()
    parts.append("<h2>Fields of an answer</h2>")
    parts.append(_table([(name, said["description"]) for name, said in fields], "field"))
    return "".join(parts)


def _table(rows: list[tuple[str, str]], first: str) -> str:
    cells = "".join(f"<tr><td><code>{escape(name)}</code></td><td>{escape(said)}</td></tr>" for name, said in rows)
    return f"<table><tr><th>{first}</th><th>meaning</th></tr>{cells}</table>" if rows else ""


def _parameter(parameter: dict[str, Any], described: dict[str, Any]) -> tuple[str, str]:
    found = _resolved(parameter, described)
    return f"{found['name']} ({found['in']})", found["description"]


def _resolved(said: dict[str, Any], described: dict[str, Any]) -> dict[str, Any]:
    """What a reference like `#/components/responses/Busy` stands for."""
    if "$ref" not in said:
        return said
    found: Any = described
    for part in said["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)
