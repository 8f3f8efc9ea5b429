"""The rows of a part as a Parquet file."""

import io
import json
from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from extractor.batch.readers import parquet
from extractor.batch.rows import COLUMNS
from extractor.extraction import Extraction
from extractor.render.chunks import Chunk
from extractor.render.json import CHUNKS

CODECS: Final = {"none": "none", "gz": "gzip", "zst": "zstd"}
NUMBER_COLUMNS: Final = {"offset": int, "http_status": int, "seconds": float}
"""Types of the columns that are numbers and no fields of `Extraction`. The others of these columns are strings."""


def encode(lines: Sequence[bytes], compression: str) -> bytes:
    """Return a Parquet file of these rows.

    Args:
        lines: the rows, each as a line of JSON.
        compression: a key of `CODECS`.

    Raises:
        BadOptions: pyarrow is not installed.

    """
    rows = [json.loads(line) for line in lines]
    for row in rows:
        row["provenance"] = row["provenance"] and list(row["provenance"].items())
        row["structured_data"] = row["structured_data"] and [json.dumps(item) for item in row["structured_data"]]
    buffer = io.BytesIO()
    arrow = parquet.arrow()
    table = arrow.Table.from_pylist(rows, schema=schema())
    arrow.parquet.write_table(table, buffer, compression=CODECS[compression])
    return buffer.getvalue()


def schema() -> Any:
    """Return the Arrow schema of the rows, derived from the types of `Extraction`.

    Raises:
        BadOptions: pyarrow is not installed.

    """
    arrow = parquet.arrow()
    hints: Mapping[str, Any] = {**NUMBER_COLUMNS, **get_type_hints(Extraction), CHUNKS: tuple[Chunk, ...]}
    return arrow.schema([(name, _arrow_type(hints.get(name, str))) for name in COLUMNS])


def _arrow_type(hint: Any) -> Any:
    arrow, origin = parquet.arrow(), get_origin(hint)
    if origin is UnionType:
        return _arrow_type(next(each for each in get_args(hint) if each is not NoneType))
    if origin is tuple:
        # Items of structured data have any properties, so each is a text in JSON.
        (of_items, *_) = get_args(hint)
        return arrow.list_(arrow.string() if of_items == Mapping[str, Any] else _arrow_type(of_items))
    if origin is Mapping:
        return arrow.map_(arrow.string(), arrow.string())
    if hint in {bool, int, float}:
        return {bool: arrow.bool_, int: arrow.int64, float: arrow.float64}[hint]()
    if hasattr(hint, "__dataclass_fields__"):
        return arrow.struct([(name, _arrow_type(each)) for name, each in get_type_hints(hint).items()])
    return arrow.string()
