"""Find the real pages that come nearest to the limits of `docs/reference/input.md`. Prints one JSON object.

    python -m benchmarks.extents DATA_DIR...

Reads DATA_DIR/pages/*.html.gz. Prints the largest page for each extent: tags, nesting depth, attributes of a tag,
options of a list, text blocks, and structural elements around a block.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.progress import track
from selectolax.lexbor import LexborNode

from extractor import ExtractorError
from extractor.document import html as page
from extractor.input.decode import decode

MAX_BYTES = 100_000_000


def depth_of(root: LexborNode | None) -> int:
    """Return how deep the nodes of a tree are nested."""
    most = depth = 0
    node = root
    while node is not None:
        if (child := node.first_child) is not None:
            node, depth = child, depth + 1
            most = max(most, depth)
            continue
        while node is not None and node.next is None:
            node, depth = node.parent, depth - 1
        node = node.next if node is not None else None
    return most


def extents(data: bytes) -> Mapping[str, int]:
    """Return how far one page goes; nothing for what is no HTML."""
    try:
        decoded = decode(data, content_type="text/html", max_bytes=MAX_BYTES)
    except ExtractorError:
        return {}
    parsed = page.parse(decoded.text)
    return {
        "tags": decoded.text.count("<"),
        "depth": depth_of(parsed.tree.root),
        "attributes": max((len(each.attributes) for each in parsed.tree.css("*")), default=0),
        "options": max((len(each.css("option")) for each in parsed.tree.css("select")), default=0),
        "blocks": len(parsed.blocks),
        "structure": max((len(block.structure) for block in parsed.blocks), default=0),
    }


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+")
    files = [path for folder in parser.parse_args().data for path in sorted(folder.glob("pages/*.html.gz"))]
    most: dict[str, tuple[int, str]] = {}
    for path in track(files, "reading", console=Console(stderr=True)):
        for name, value in extents(gzip.decompress(path.read_bytes())).items():
            most[name] = max(most.get(name, (0, "")), (value, path.name.removesuffix(".html.gz")))
    sys.stdout.write(json.dumps({"pages": len(files), **most}, indent=2) + "\n")


if __name__ == "__main__":
    main()
