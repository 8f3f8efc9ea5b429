"""TEI P5: metadata in the header, the clean fragment in the body.

See https://tei-c.org/guidelines/p5/. The elements are those common in corpora of web pages.
"""

import re
from collections.abc import Iterator
from functools import partial
from html import escape

from extractor.extraction import Extraction

_text = partial(escape, quote=False)
NAMESPACE = "http://www.tei-c.org/ns/1.0"
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z]+=\"[^\"]*\")*)>")
_ATTRIBUTE = re.compile(r" (?P<name>[a-z]+)=(?P<value>\"[^\"]*\")")
_INVALID_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ELEMENTS = {
    "p": "p",
    "ul": 'list rend="bulleted"',
    "ol": 'list rend="numbered"',
    "li": "item",
    "dl": 'list type="gloss"',
    "dt": "label",
    "dd": "item",
    "table": "table",
    "caption": "head",
    "tr": "row",
    "td": "cell",
    "th": 'cell role="label"',
    "blockquote": "quote",
    "pre": 'ab rend="preformatted"',
    "code": "code",
    "a": "ref",
    "strong": 'hi rend="bold"',
    "em": 'hi rend="italic"',
    "sub": 'hi rend="subscript"',
    "sup": 'hi rend="superscript"',
    "del": "del",
    "q": "q",
    "abbr": "abbr",
    "kbd": 'hi rend="key"',
    "span": 'formula notation="TeX"',
    **{f"h{level}": f'ab type="head" n="{level}"' for level in range(1, 7)},
}
# Attributes that TEI has under another name.
_ATTRIBUTES = {"href": "target", "id": "xml:id", "colspan": "cols", "rowspan": "rows"}


def render(extraction: Extraction) -> str:
    """Return an extraction as a TEI document, which is always well-formed."""
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<TEI xmlns="{NAMESPACE}"{_language(extraction)}>\n'
        f"<teiHeader>\n{''.join(_header(extraction))}</teiHeader>\n"
        f"<text><body>{_TAG.sub(_to_tei, extraction.html)}</body></text>\n"
        "</TEI>\n"
    )
    return _INVALID_IN_XML.sub("", document)


def _to_tei(tag: re.Match[str]) -> str:
    attributes = {found["name"]: found["value"] for found in _ATTRIBUTE.finditer(tag["attributes"])}
    if tag["name"] == "br":
        return "<lb/>"
    if tag["name"] == "img":
        description = attributes["alt"].strip('"')
        return f"<figure><graphic url={attributes['src']}/><figDesc>{description}</figDesc></figure>"
    element = _ELEMENTS.get(tag["name"])
    if element is None:
        return ""
    if tag["end"]:
        return f"</{element.split()[0]}>"
    if language := attributes.get("class", "").strip('"').removeprefix("language-") if tag["name"] == "code" else "":
        return f'<{element} lang="{language}">'
    kept = "".join(f" {_ATTRIBUTES[name]}={value}" for name, value in attributes.items() if name in _ATTRIBUTES)
    return f"<{element}{kept}>"


def _language(extraction: Extraction) -> str:
    return f" xml:lang={_quoted(extraction.language)}" if extraction.language else ""


def _header(extraction: Extraction) -> Iterator[str]:
    authors = "".join(f"<author>{_text(name)}</author>" for name in extraction.authors)
    yield f"<fileDesc>\n<titleStmt><title>{_text(extraction.title or '')}</title>{authors}</titleStmt>\n"
    publisher = f"<publisher>{_text(extraction.site_name)}</publisher>" if extraction.site_name else ""
    date = _date("published", extraction.date_published) + _date("modified", extraction.date_modified)
    licence = (
        f"<availability><licence>{_text(extraction.license)}</licence></availability>" if extraction.license else ""
    )
    publication = publisher + date + licence
    yield f"<publicationStmt>{publication or '<p/>'}</publicationStmt>\n"
    url = f"<ptr target={_quoted(extraction.canonical_url)}/>" if extraction.canonical_url else "unknown"
    yield f"<sourceDesc><bibl>{url}</bibl></sourceDesc>\n</fileDesc>\n"
    terms = "".join(f"<term>{_text(tag)}</term>" for tag in extraction.tags)
    abstract = f"<abstract><p>{_text(extraction.description)}</p></abstract>" if extraction.description else ""
    keywords = f"<textClass><keywords>{terms}</keywords></textClass>" if terms else ""
    if abstract or keywords:
        yield f"<profileDesc>{abstract}{keywords}</profileDesc>\n"


def _date(kind: str, value: str | None) -> str:
    return f'<date type="{kind}" when={_quoted(value)}>{_text(value)}</date>' if value else ""


def _quoted(value: str) -> str:
    """Return an attribute's value with its quotes."""
    return f'"{escape(value)}"'
