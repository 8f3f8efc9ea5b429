"""Import of the library has no side effects."""

import subprocess
import sys

PROBE = """
import logging, os, sys
before = dict(os.environ)
levels = {name: logging.getLogger(name).level for name in ("", "trafilatura")}
import extractor
assert dict(os.environ) == before, "the environment changed"
assert {name: logging.getLogger(name).level for name in levels} == levels, "a logger changed"
slow = {"aiohttp", "babel", "lxml", "numpy", "py3langid", "trafilatura", "urllib.request"} & set(sys.modules)
assert not slow, f"import loads {slow}"
extractor.extract("<p>A page.</p>", options=extractor.Options(mode="fast"))
assert "trafilatura" not in sys.modules, "fast loads trafilatura"
extractor.extract("<p>A page.</p>")
assert dict(os.environ) == before, "extract changed the environment"
assert {name: logging.getLogger(name).level for name in levels} == levels, "extract changed a logger"
"""


def test_neither_import_nor_extract_changes_environment_or_loggers() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=False)

    assert done.stderr == ""


SAME_IN_EVERY_PROCESS = """
import hashlib, json, sys
import extractor
page = sys.stdin.read()
answers = [
    extractor.extract(page, options=extractor.Options(mode=mode, images=True)).to_dict() for mode in ("accurate", "fast")
]
print(hashlib.sha256(json.dumps(answers).encode()).hexdigest())
"""


def test_every_process_gives_the_same_text_and_metadata() -> None:
    """Sets have another order in every process, and a sum of floats depends on the order."""
    html = (
        "<html lang=en><head><title>Towers</title><meta name=author content='Jane Doe, John Roe'>"
        "<meta name=keywords content='towers, harbour, cameras'></head><body><header>Home News Sport</header>"
        "<main class='content main post entry article body text related header wrapper row'><h1>Towers</h1>"
        + "<p>The harbour council will not switch on its camera towers before the end of the year, it said. </p>" * 7
        + "<img src='https://a.example/1.jpg'></main></body></html>"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", SAME_IN_EVERY_PROCESS],
            input=html,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "1234"
    }

    assert len(found) == 1
