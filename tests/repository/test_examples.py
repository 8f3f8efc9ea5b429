"""The examples of the documents run, and print what the documents say.

A page is one session: its `sh` and `python` blocks run from top to bottom in one folder, and a `text`, `json` or `markdown` block
that comes next is its output or the beginning of it. Of `shell` blocks, and in documents that are no pages for users,
only the commands are checked.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest
import yaml

from extractor.cli.main import main

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "docs").rglob("*.md")
    if not {"decisions", "integrations"} & set(path.parts) and path.name not in {"client.md", "release.md"}
)
"""Without those of integrations, some of whose packages are missing here: tests/integrations/test_documents.py runs them.
tests/client/test_document.py runs that of the client, which needs a service."""
DOCUMENTS = ["README.md", *PAGES, *(path.name for path in ROOT.glob("*.md") if path.name != "README.md")]
BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
RUN = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}
OUTPUT = {"text", "json", "markdown"}
PARSERS: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "toml": tomllib.loads,
    "yaml": lambda text: list(yaml.safe_load_all(text)),
}
HANGS_SECONDS = 300  # an example that runs for ever, such as a server, is a mistake
CRAWLED = "fixtures/news--teasers-consent-and-comments-are-cut/page.html"


class Block(NamedTuple):
    """A fenced block of a document."""

    language: str
    text: str


def blocks(name: str) -> Iterator[Block]:
    for indent, language, text in BLOCK.findall((ROOT / name).read_text(encoding="utf-8")):
        yield Block(language, "".join(line.removeprefix(indent) for line in text.splitlines(keepends=True)))


def warc(page: bytes) -> bytes:
    """Return a web archive with one response."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (len(page), page)
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        "WARC-Target-URI: https://courier.example/2024/05/bridge-reopens\r\nWARC-Date: 2024-05-17T08:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder in which examples run: the fixtures, and a small crawl."""
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    (tmp_path / "crawl.warc").write_bytes(warc((ROOT / CRAWLED).read_bytes()))
    return tmp_path


@pytest.mark.models
@pytest.mark.parametrize("name", [name for name in PAGES if any(block.language in RUN for block in blocks(name))])
def test_examples_run(name: str, folder: Path) -> None:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    printed = said_before = ""
    for language, text in blocks(name):
        if language in RUN:
            done = subprocess.run(
                [*RUN[language], text],
                cwd=folder,
                env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)},
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
                timeout=HANGS_SECONDS,
            )
            assert done.returncode == 0, done.stderr
            printed = done.stdout
        elif language in OUTPUT and said_before in RUN:
            assert printed.startswith(text), printed
        said_before = language


def commands(text: str) -> Iterator[list[str]]:
    """Yield the words of each call of `extractor` in a block."""
    for line in text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        starts = [place for place, word in enumerate(words) if Path(word).name == "extractor"]
        for start in starts:
            rest = words[start + 1 :]
            ends = [place for place, word in enumerate(rest) if word in {"|", "&&", ">", "||", "&", ";"}]
            yield rest[: ends[0]] if ends else rest


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_have_the_named_options(name: str) -> None:
    assert isinstance(main, click.Group)
    for block in blocks(name):
        for words in commands(block.text) if block.language in {"sh", "shell"} else ():
            if words and words[0] in main.commands:
                known = {
                    option for each in main.commands[words[0]].params for option in (*each.opts, *each.secondary_opts)
                }
                named = {word.partition("=")[0] for word in words[1:] if word.startswith("--")}
                assert named <= known | {"--help"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_data_in_documents_parses(name: str) -> None:
    for block in blocks(name):
        if block.language in PARSERS:
            PARSERS[block.language](block.text)
