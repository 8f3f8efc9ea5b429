"""Compare the products that structured data state with labels.

    python -m benchmarks.products DATA_DIR

DATA_DIR is like `products-dev`: labels in `product`, each a list of values of which any is right. `stated` counts the
pages whose structured data have a labelled value anywhere, `right` those of them that get one, and `other` the pages
that get a value although their data have no labelled one, such as the number of a variant. Prices are compared by their
digits, because labels write `23.450` for 23450, and currencies by their code or sign. Prints one JSON
object.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from evaluation.datasets import LabelledPage, read_pages
from extractor import Options, Refused, extract

SIGNS = {
    "£": ("GBP",),
    "€": ("EUR",),
    "$": ("USD", "CAD", "ARS", "CLP", "TWD", "AUD", "MXN"),
    "zł": ("PLN",),
    "₽": ("RUB", "RUR"),
    "₹": ("INR",),
    "Lei": ("RON",),
    "Rs": ("PKR", "INR"),
    "тг.": ("KZT",),
    "ر.س": ("SAR",),
}
NAMES = {
    "price": {"price", "lowPrice"},
    "currency": {"priceCurrency"},
    "availability": {"availability"},
    "sku": {"sku", "productID"},
    "gtin": {"gtin", "gtin8", "gtin12", "gtin13", "gtin14", "isbn"},
    "brand": {"brand", "manufacturer"},
}
"""Properties that state a field."""


def main() -> None:
    """Read the command line, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    counts: dict[str, dict[str, int]] = {field: {"stated": 0, "right": 0, "other": 0} for field in NAMES}
    console, pages = Console(stderr=True), read_pages(parser.parse_args().data)
    for page in track(pages, "pages", console=console, disable=not console.is_terminal):
        for field, stated, given in _compared(page):
            counts[field]["stated"] += stated
            counts[field]["right"] += stated and given is True
            counts[field]["other"] += not stated and given is not None
    shown = {
        field: {**found, "share": round(found["right"] / max(found["stated"], 1), 3)} for field, found in counts.items()
    }
    sys.stdout.write(json.dumps(shown, indent=2) + "\n")


def _compared(page: LabelledPage) -> Iterator[tuple[str, bool, bool | None]]:
    """Yield each labelled field, whether the data have a label, and whether the answer is one; None if it is empty."""
    try:
        found = extract(page.read_bytes(), url=page.url, options=Options(mode="fast", structured_data=True))
    except Refused:
        return
    for field, properties in NAMES.items():
        if not (labels := page.truth["product"].get(field)):
            continue
        wanted = {form for label in labels for form in _forms(field, label)}
        stated = any(_fold(field, text) in wanted for text in _texts(found.structured_data, properties))
        given = getattr(found.product, field) if found.product else None
        yield field, stated, None if given is None else _fold(field, given) in wanted


def _forms(field: str, label: str) -> set[str]:
    signs = SIGNS.get(label.strip(), ()) if field == "currency" else ()
    return {_fold(field, label), *(sign.lower() for sign in signs)}


def _fold(field: str, text: str) -> str:
    if field == "price":
        return re.sub(r"\D", "", text).rstrip("0")
    if field == "availability":
        return text.rsplit("/", 1)[-1].lower().replace("soldout", "outofstock")
    return re.sub(r"[\s-]", "", text).lower()


def _texts(value: Any, properties: set[str]) -> Iterator[str]:
    """Yield the texts of the properties, at any depth; a nested item gives its name."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each, properties)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            for each in inner if isinstance(inner, list) else [inner]:
                if name in properties:
                    yield str(each.get("name", "") if isinstance(each, Mapping) else each)
            yield from _texts(inner, properties)


if __name__ == "__main__":
    main()
