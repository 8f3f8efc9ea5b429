"""Rows as the bytes of a part: JSON lines or Parquet."""

import gzip
import io
import json
from collections.abc import Callable, Mapping, Sequence
from types import NoneType, UnionType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import zstandard

from extractor.batch.readers import parquet
from extractor.batch.rows import COLUMNS
from extractor.types import Extraction

Format = Literal["jsonl", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)
Compression = Literal["zst", "gz", "none"]
COMPRESSIONS: tuple[Compression, ...] = get_args(Compression)
_PACKED: Final[dict[str, Callable[[bytes], bytes]]] = {
    "none": bytes,
    "gz": lambda data: gzip.compress(data, mtime=0),
    "zst": zstandard.compress,
}
_IN_PARQUET: Final = {"none": "none", "gz": "gzip", "zst": "zstd"}
_NUMBERS: Final = {"offset": int, "http_status": int, "seconds": float}


def suffix(form: str, compression: str) -> str:
    """How the names of parts end."""
    return ".parquet" if form == "parquet" else ".jsonl" if compression == "none" else f".jsonl.{compression}"


def pack(lines: Sequence[bytes], form: str, compression: str) -> bytes:
    """The bytes of a part.

    Raises:
        BadOptions: Parquet is wanted and pyarrow is not installed.

    """
    return _parquet(lines, compression) if form == "parquet" else _PACKED[compression](b"".join(lines))


def schema() -> Any:
    """The columns as an Arrow schema: the types of `Extraction`."""
    arrow = parquet.arrow()
    hints: Mapping[str, Any] = {**_NUMBERS, **get_type_hints(Extraction)}
    return arrow.schema([(name, _type(hints.get(name, str))) for name in COLUMNS])


def _parquet(lines: Sequence[bytes], compression: str) -> bytes:
    rows = [json.loads(line) for line in lines]
    for row in rows:
        row["provenance"] = row["provenance"] and list(row["provenance"].items())
    written = io.BytesIO()
    arrow = parquet.arrow()
    table = arrow.Table.from_pylist(rows, schema=schema())
    arrow.parquet.write_table(table, written, compression=_IN_PARQUET[compression])
    return written.getvalue()


def _type(hint: Any) -> Any:
    arrow, origin = parquet.arrow(), get_origin(hint)
    if origin is UnionType:
        return _type(next(each for each in get_args(hint) if each is not NoneType))
    if origin is tuple:
        return arrow.list_(_type(get_args(hint)[0]))
    if origin is Mapping:
        return arrow.map_(arrow.string(), arrow.string())
    if hint in {int, float}:
        return arrow.int64() if hint is int else arrow.float64()
    if hasattr(hint, "__dataclass_fields__"):
        return arrow.struct([(name, _type(each)) for name, each in get_type_hints(hint).items()])
    return arrow.string()
