"""What the readers of ZIP and tar share: a member is a page, perhaps compressed by itself."""

import io

from extractor.batch.readers.record import Record
from extractor.batch.readers.unpacked import GZIP, ZSTD, Unpacked


def with_page(record: Record, data: bytes, limit: int) -> Record:
    """Return a member's record with the page that `data` holds, at most one byte more of it than `limit`."""
    if len(data) > limit or not data.startswith((GZIP, ZSTD)):
        return record._replace(data=data)
    packed = Unpacked(io.BytesIO(data))
    page = io.BufferedReader(packed).read(limit + 1)
    if packed.damage and len(page) <= limit:
        return record._replace(reason=f"the member cannot be unpacked: {packed.damage}")
    return record._replace(data=page)
