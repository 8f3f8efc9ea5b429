"""A member of a ZIP or tar archive: one page, perhaps compressed."""

import io

from extractor.batch.readers.decompressed import SIGNATURES, DecompressedStream
from extractor.batch.readers.record import Record


def with_page(record: Record, data: bytes, max_bytes: int) -> Record:
    """Return a member's record with its page.

    Args:
        record: the record without a page.
        data: the member, compressed or not; at most `max_bytes + 1` bytes of it.
        max_bytes: size limit of a page.

    """
    if len(data) > max_bytes or not data.startswith(SIGNATURES):
        return record._replace(data=data)
    stream = DecompressedStream(io.BytesIO(data))
    page = io.BufferedReader(stream).read(max_bytes + 1)
    if stream.damage and len(page) <= max_bytes:
        return record._replace(reason=f"the member cannot be decompressed: {stream.damage}")
    return record._replace(data=page)
