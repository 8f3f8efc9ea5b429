"""Compiled functions give the answers of their twins in Python."""

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor.compiled import PURE_SETTING, TWINS
from extractor.errors import ExtractorError

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures").glob("*/page.html"))
PIECES = (
    "<b> </b> <i> </i> <a href=x> </a> <nobr> <big> <font color=a> </font> <table> </table> <tr> <td> </td> <tbody> </tr> "
    "<caption> <col> <svg> </svg> <foreignObject> </foreignObject> <math> <mi> </math> <p> </p> <li> <ul> </ul> <dd> <dt> "
    "<select> <option> </select> <script> </script> <script><!--<script> <!-- --> --!> <![CDATA[ ]]> <title/> <template> "
    "</template> <form> </form> <h1> </h1> <h2> <button> <ruby> <rt> <object> </object> <br> </br> <div> </div> "
    "<span>x</span> text <plaintext> <\u00c9> </\u00e9> <input> <hr> <textarea> </textarea> <u < > \" ' / \u212a"
).split(" ")
scan = pytest.mark.skipif(TWINS["limits.scan"].compiled is None, reason="the compiled functions were not built")


def answer(function: Any, html: str) -> Any:
    try:
        return function(html)
    except ExtractorError as error:
        return type(error), str(error)


def soup(seed: int) -> str:
    """Return tags in any order; every second one repeats a few, so that some limit is passed."""
    pick = random.Random(seed)  # noqa: S311 - tags for a test
    pieces = pick.sample(PIECES, 4 + seed % 16)
    return "".join(pick.choices(pieces, k=2_000)) * (1 + 39 * (seed % 2))


@scan
@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_limits_of_pages(path: Path) -> None:
    html = path.read_bytes().decode("utf-8", "replace")
    python, compiled = TWINS["limits.scan"]

    assert answer(compiled, html) == answer(python, html)


@scan
@pytest.mark.parametrize("seed", range(40))
def test_limits_of_tag_soup(seed: int) -> None:
    python, compiled = TWINS["limits.scan"]

    assert answer(compiled, soup(seed)) == answer(python, soup(seed))


@scan
def test_a_page_with_too_many_tags_is_cut_at_the_same_character() -> None:
    python, compiled = TWINS["limits.scan"]
    html = "\u00e9<br>" * 100_100

    assert compiled is not None
    assert compiled(html) == python(html) == (100_000 * len("\u00e9<br>") + 1, False)


@scan
def test_a_lone_surrogate_is_no_error() -> None:
    assert answer(TWINS["limits.scan"].compiled, "<p>\ud800</p>") == (8, False)


def test_the_environment_chooses_python() -> None:
    code = "import extractor; from extractor.compiled import TWINS, implementation as which; from extractor.input.limits import scan\n"
    code += "print(which(), scan is TWINS['limits.scan'].python)"
    found = subprocess.run(
        [sys.executable, "-c", code], env={PURE_SETTING: "1"}, capture_output=True, text=True, check=True
    )

    assert found.stdout == f"python ({PURE_SETTING} is set) True\n"
