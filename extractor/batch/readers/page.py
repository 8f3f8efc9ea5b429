"""A file that is one page, perhaps compressed."""

from collections.abc import Iterator

from extractor.batch.readers.record import ReaderInput, Record, damaged


def read(given: ReaderInput) -> Iterator[Record]:
    """Yield the page. A compressed page that is damaged or cut short is reported instead."""
    url, data = given.piece.url, given.buffered().read(given.max_bytes + 1)
    damage = given.decompressed and given.decompressed.damage
    if damage and len(data) <= given.max_bytes:
        yield damaged(url, 0, f"the file is cut short: {damage}")
    else:
        yield Record(id=url, source=url, offset=0, data=data)


def read_cut_short(given: ReaderInput) -> Iterator[Record]:
    """Report a file that ends within the signature of its format."""
    data = given.buffered().read(given.max_bytes + 1)
    damage = given.decompressed and given.decompressed.damage
    yield damaged(given.piece.url, 0, f"the file is cut short: {damage or f'it has only {len(data)} bytes'}")
