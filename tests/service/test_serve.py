"""`extractor serve` as a process: it answers, drains when told to stop, and says why it cannot start."""

import json
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from extractor.cli.main import main
from tests.cases import ROOT

COMMAND = (sys.executable, "-m", "extractor", "serve", "--workers", "1", "--port")
DUMP = (ROOT / "dump--dateline-gives-date-and-section" / "dump.txt").read_bytes()


def started(process: "subprocess.Popen[str]") -> str:
    """The address it listens on, once it says so."""
    assert process.stderr
    for line in process.stderr:
        if found := re.search(r"listening on (http://\S+)", line):
            return found[1]
    pytest.fail("it never listened")


def warm(address: str) -> None:
    """Wait until it is ready; until then it answers 503."""
    for _ in range(3000):
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=60):
                return
        except urllib.error.HTTPError as error:
            if error.code != 503:
                raise
            time.sleep(0.1)
    pytest.fail("it never was ready")


@pytest.fixture
def server() -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen((*COMMAND, "0"), stderr=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate()


def test_it_answers_and_stops_when_told_to(server: "subprocess.Popen[str]") -> None:
    address = started(server)
    warm(address)
    request = urllib.request.Request(f"{address}/v1/extract?format=text", data=DUMP, method="POST")
    with urllib.request.urlopen(request, timeout=120) as response:
        assert b"The northern ferry line" in response.read()

    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=120) == 0


def test_a_port_in_use_is_one_line_that_says_what_to_do(server: "subprocess.Popen[str]") -> None:
    port = started(server).rsplit(":", 1)[1]
    second = subprocess.run((*COMMAND, port), capture_output=True, text=True, timeout=300, check=False)

    assert second.returncode == 1
    assert second.stderr.splitlines()[-1].endswith("choose another --port")
    assert "Traceback" not in second.stderr


def test_settings_are_checked_without_serving() -> None:
    asked = subprocess.run((*COMMAND, "0", "--check-config"), capture_output=True, text=True, timeout=300, check=True)

    assert json.loads(asked.stdout)["workers"] == 1


@pytest.mark.parametrize(
    ("flag", "value", "says"),
    [
        ("--port", "99999", "port must be from 0 to 65535, not 99999"),
        ("--port", "-1", "port must be from 0 to 65535, not -1"),
        ("--deadline", "nan", "deadline must be from 0.05 to 1000000000, not nan"),
        ("--idle", "inf", "idle must be from 1 to 1000000000, not inf"),
        ("--memory", "1" * 30, "memory must be from 0 to 1000000000, not 1111"),
        ("--buffer", "39", "buffer must be at least 40, twice max_body in megabytes"),
        ("--connections", "0", "connections must be from 1 to 1000000000, not 0"),
        ("--host", "x" * 300, "host must be an address or a host name"),
    ],
)
def test_settings_out_of_range_are_bad_usage(flag: str, value: str, says: str) -> None:
    asked = CliRunner().invoke(main, ["serve", flag, value])

    assert asked.exit_code == 2
    assert asked.output.splitlines()[-1].startswith(f"Error: {says}")


def test_a_file_of_keys_that_is_missing_is_bad_usage() -> None:
    asked = subprocess.run(
        (*COMMAND, "0", "--api-keys", "/none"), capture_output=True, text=True, timeout=300, check=False
    )

    assert (asked.returncode, "/none: No such file" in asked.stderr) == (2, True)
