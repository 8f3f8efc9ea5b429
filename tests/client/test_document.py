"""The examples of the client's page print what the page says."""

import asyncio
import re
import sys
from pathlib import Path

import pytest

from tests.conftest import Client

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/client.md").read_text("utf-8")


@pytest.mark.asyncio(loop_scope="session")
async def test_examples(client: Client) -> None:
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
    ran = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        code.replace("http://localhost:8080", str(client.make_url("/"))),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    printed, errors = await ran.communicate()

    assert printed.decode() == "".join(re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)), errors.decode()
