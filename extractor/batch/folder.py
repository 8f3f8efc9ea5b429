"""The output folder, near or far: files are written whole or not at all."""

import os
from pathlib import Path

from fsspec.implementations.local import LocalFileSystem

from extractor.batch.storage import connect, reaching


class Folder:
    """A folder to write into, made where it is not there. No reader sees half a file in it.

    All methods raise `StorageError` where a far storage cannot be reached, and `OSError` where a near one fails.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        with reaching(url):
            self.system, self.path = connect(url)
        self.local = isinstance(self.system, LocalFileSystem)

    def sizes(self) -> dict[str, int]:
        """Return the size in bytes of each file in it, by its path below it."""
        with reaching(self.url):
            self.system.invalidate_cache()
            below = self.system.find(self.path, detail=True) if self.system.exists(self.path) else {}
        return {each[len(self.path) :].lstrip("/"): int(info.get("size") or 0) for each, info in below.items()}

    def read(self, name: str) -> bytes:
        """Return a file's bytes.

        Raises:
            FileNotFoundError: it is not there.

        """
        with reaching(self.url):
            return bytes(self.system.cat_file(f"{self.path}/{name}"))

    def put(self, name: str, data: bytes) -> None:
        """Write a file whole: aside and renamed where it is local; an object store shows none before it has all."""
        path = f"{self.path}/{name}"
        if not self.local:
            with reaching(self.url):
                self.system.pipe_file(path, data)
            return
        file, aside = Path(path), Path(f"{path}.tmp")
        file.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as raw:
            raw.write(data)
            raw.flush()
            os.fsync(raw.fileno())
        aside.replace(file)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with reaching(self.url):
            if self.system.exists(f"{self.path}/{name}"):
                self.system.rm_file(f"{self.path}/{name}")
