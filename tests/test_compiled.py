"""Compiled functions give the answers of their twins in Python."""

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from extractor.compiled import PACKAGE, PURE_SETTING, TWINS, compiled
from extractor.document import html as html_document
from extractor.errors import ExtractorError

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures").glob("*/page.html"))
PIECES = (
    "<b> </b> <i> </i> <a href=x> </a> <nobr> <big> <font color=a> </font> <table> </table> <tr> <td> </td> <tbody> </tr> "
    "<caption> <col> <svg> </svg> <foreignObject> </foreignObject> <math> <mi> </math> <p> </p> <li> <ul> </ul> <dd> <dt> "
    "<select> <option> </select> <script> </script> <script><!--<script> <!-- --> --!> <![CDATA[ ]]> <title/> <template> "
    "</template> <pre> </pre> <code> </code> <nav> </nav> <img> <iframe> </iframe> <q> </q> <sup>2</sup> <x-a> </x-a> "
    "<pre><code class=language-c> <p\tclass='alert\ta'> <div\thidden\tid=b> <td\tclass=gutter> <abbr\ttitle=c> </abbr> "
    "<a\thref='#fn1'>1</a> <li\tid=fn1> <ol\tstart=7> <td\tcolspan=3> <input\ttype=checkbox\tdisabled> \xa0 \u200b "
    "<span\tclass=katex> <footer> </footer> <form> </form> <h1> </h1> <h2> <button> <ruby> <rt> <object> </object> <br> </br> <div> </div> "
    "<span>x</span> text <plaintext> <\u00c9> </\u00e9> <input> <hr> <textarea> </textarea> <u < > \" ' / \u212a"
).split(" ")
scan = pytest.mark.skipif(TWINS["limits.scan"].compiled is None, reason="the compiled functions were not built")
walk = pytest.mark.skipif(TWINS["walk.visit"].compiled is None, reason="the compiled functions were not built")


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
    python, compiled, _ = TWINS["limits.scan"]

    assert answer(compiled, html) == answer(python, html)


@scan
@pytest.mark.parametrize("seed", range(40))
def test_limits_of_tag_soup(seed: int) -> None:
    python, compiled, _ = TWINS["limits.scan"]

    assert answer(compiled, soup(seed)) == answer(python, soup(seed))


@scan
def test_a_page_with_too_many_tags_is_cut_at_the_same_character() -> None:
    python, compiled, _ = TWINS["limits.scan"]
    html = "\u00e9<br>" * 100_100

    assert compiled is not None
    assert compiled(html) == python(html) == (100_000 * len("\u00e9<br>") + 1, False)


@scan
def test_a_lone_surrogate_is_no_error() -> None:
    assert answer(TWINS["limits.scan"].compiled, "<p>\ud800</p>") == (8, False)


def test_every_compiled_module_is_known_before_anything_is_extracted() -> None:
    code = "from extractor.compiled import TWINS, implementation\nimplementation()\nprint(*TWINS)"
    found = subprocess.run(
        [sys.executable, "-c", code], env={PURE_SETTING: "0"}, capture_output=True, text=True, check=True
    )
    sources = {path.stem for path in (FIXTURES[0].parents[2] / "extractor" / "_native").glob("*.pyx")}

    assert {name.partition(".")[0] for name in found.stdout.split()} == sources


def test_the_environment_chooses_python() -> None:
    code = "import extractor; from extractor.compiled import TWINS, implementation as which; from extractor.input.limits import scan\n"
    code += "print(which(), scan is TWINS['limits.scan'].python)"
    found = subprocess.run(
        [sys.executable, "-c", code], env={PURE_SETTING: "1"}, capture_output=True, text=True, check=True
    )

    assert found.stdout == f"python ({PURE_SETTING} is set) True\n"


def parsed(html: str, visit: Callable[..., Any] | None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what the walk finds in a page."""
    monkeypatch.setattr(html_document, "visit", visit)
    page = html_document.parse(html)
    pictures = [(each.blocks_before, each.container, each.node.html) for each in page.pictures]
    return page.blocks, page.containers, pictures


@walk
@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_the_walk_over_pages(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    html = path.read_bytes().decode("utf-8", "replace")
    python, compiled, _ = TWINS["walk.visit"]

    assert parsed(html, compiled, monkeypatch) == parsed(html, python, monkeypatch)


@walk
@pytest.mark.parametrize("seed", range(60))
def test_the_walk_over_tag_soup(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pick = random.Random(seed)  # noqa: S311 - tags for a test
    html = "<html class=katex>" + " word ".join(pick.choices(PIECES, k=400))
    python, compiled, _ = TWINS["walk.visit"]

    assert parsed(html, compiled, monkeypatch) == parsed(html, python, monkeypatch)


@walk
@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 3_000 + "deep",
        "<p>x" * 20_000,
        "<p>\x00a\ud800b \u0130\u03a3 \u200bc</p>",
        "<p class>a<p class=''>b<p class='' id=x>c<p hidden=hidden aria-hidden=true>d",
        "<svg><foreignObject><p>a</foreignObject></svg><math><mtext><p>b</math>c",
        "<template><p>a</template>b<frameset><frame></frameset>",
        "<pre>\r\na<br>b\u2028c</pre><p>a<br><br>b\u2028c",
    ],
)
def test_the_walk_over_odd_pages(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    python, compiled, _ = TWINS["walk.visit"]

    assert parsed(html, compiled, monkeypatch) == parsed(html, python, monkeypatch)


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a module that stands for a compiled one."""
    found = ModuleType(f"{PACKAGE}.example")
    monkeypatch.setitem(sys.modules, found.__name__, found)
    monkeypatch.setattr("extractor.compiled._twins", {})
    return found


def double(number: int) -> int:
    return 2 * number


def test_a_twin_with_another_answer_is_told_and_not_used(module: ModuleType) -> None:
    module.double = lambda number: number  # type: ignore[attr-defined]

    with pytest.warns(RuntimeWarning, match="another answer"):
        assert compiled("example", lambda: (3,))(double) is double


def test_a_twin_with_the_same_answer_is_used(module: ModuleType) -> None:
    module.double = lambda number: number + number  # type: ignore[attr-defined]

    assert compiled("example", lambda: (3,))(double) is module.double


def test_a_twin_that_cannot_be_imported_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> ModuleType:
        message = "another layout"
        raise ImportError(message)

    monkeypatch.setattr("extractor.compiled._twins", {})
    monkeypatch.setattr("extractor.compiled.importlib.import_module", fail)

    with pytest.warns(RuntimeWarning, match="another layout"):
        assert compiled("example")(double) is double


def test_a_twin_that_was_not_built_is_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.compiled._twins", {})

    assert compiled("example")(double) is double
