"""The output folder, on a local disk or in an object store. Each file in it is written whole or not at all."""

import os
from pathlib import Path

from fsspec.implementations.local import LocalFileSystem

from extractor.batch.storage import connect, storage_errors


class Folder:
    """A folder to write to. It is created when the first file is written.

    All methods raise `StorageError` if an object store cannot be reached, and `OSError` if a local disk fails.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        with storage_errors(url):
            self.system, self.path = connect(url)
        self.local = isinstance(self.system, LocalFileSystem)

    def sizes(self) -> dict[str, int]:
        """Return the size in bytes of each file in the folder and below, by its path relative to the folder."""
        with storage_errors(self.url):
            self.system.invalidate_cache()
            files = self.system.find(self.path, detail=True) if self.system.exists(self.path) else {}
        return {path[len(self.path) :].lstrip("/"): int(info.get("size") or 0) for path, info in files.items()}

    def read(self, name: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            FileNotFoundError: the file does not exist.

        """
        with storage_errors(self.url):
            return bytes(self.system.cat_file(f"{self.path}/{name}"))

    def put(self, name: str, data: bytes) -> None:
        """Write a file, so that no reader ever sees a part of it.

        A local file is written under another name and renamed. An object store shows an object once it has all of it.
        """
        path = f"{self.path}/{name}"
        if not self.local:
            with storage_errors(self.url):
                self.system.pipe_file(path, data)
            return
        file, temporary = Path(path), Path(f"{path}.tmp")
        file.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as raw:
            raw.write(data)
            raw.flush()
            os.fsync(raw.fileno())
        temporary.replace(file)

    def remove(self, name: str) -> None:
        """Remove a file if it exists."""
        with storage_errors(self.url):
            if self.system.exists(f"{self.path}/{name}"):
                self.system.rm_file(f"{self.path}/{name}")
