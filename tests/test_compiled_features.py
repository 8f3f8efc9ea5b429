"""Compiled functions that features use give the answers of their twins in Python."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from extractor.classify.models import shipped
from extractor.classify.target_encoding import TargetEncoding
from extractor.compiled import TWINS
from extractor.document import html as html_document
from extractor.document.unspaced import UNSPACED
from extractor.features import phrases
from extractor.features.html.dom import read_dom
from extractor.features.html.names import MAX_NAMES
from extractor.features.shared import characters
from extractor.features.stopwords import STOPWORDS
from extractor.types import Container, HtmlDocument

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures").glob("*/page.html"))
MODULES = ("words", "features")
pytestmark = pytest.mark.skipif(
    any(TWINS[name].compiled is None for name in TWINS if name.partition(".")[0] in MODULES),
    reason="the compiled functions were not built",
)
ODD_TEXTS = (
    "İstanbul ΣΊΣΥΦΟΣ ß\u0130",
    "日本語のテキスト とEnglish混ぜる",
    "ก",
    "กข",
    "ไทย ภาษา",
    "\u3000全角\u3000空白\u3000",
    "a\x1cb\x85c\u2028d",
    "\ud800 lone \udfff",
    "😀😀 emoji",
    "Ünï\u0301code’s it's",
    "_under_score 12_3",
    "x" * 5_000,
)


def both(name: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return a function in Python, and its compiled twin."""
    python, compiled, _ = TWINS[name]
    assert compiled is not None
    return python, compiled


def plain(value: Any) -> Any:
    """Return a value that can be compared: the type, shape and bytes of arrays."""
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def check(name: str, *arguments: Any) -> None:
    python, compiled = both(name)

    assert plain(compiled(*arguments)) == plain(python(*arguments))


def page_of(path: Path) -> HtmlDocument:
    return html_document.parse(path.read_bytes().decode("utf-8", "replace"))


def random_texts(seed: int) -> Iterator[str]:
    """Yield texts of letters of many scripts, separators and signs; none is empty."""
    pick = random.Random(seed)  # noqa: S311 - texts for a test
    alphabet = [*" \t\n\u3000ABCabcİıßΣσς0_.'’-", *(chr(pick.choice(each)) for each in UNSPACED * 4)]
    for _ in range(200):
        yield "".join(pick.choices(alphabet, k=pick.randrange(1, 40)))


TEXTS = [*ODD_TEXTS, *(text for seed in range(5) for text in random_texts(seed))]


@pytest.mark.parametrize("name", ["words.count", "words.is_spaced", "words.tokens"])
def test_words_of_texts(name: str) -> None:
    for text in TEXTS:
        check(name, text)


def test_classes_of_characters() -> None:
    check("features.count_classes", TEXTS, characters._TABLE, characters._CLASSES_OF, characters._UPPER)  # noqa: SLF001


@pytest.mark.parametrize("known", [set[str](), {"the", "a"}, set(STOPWORDS)])
def test_known_words(known: set[str]) -> None:
    split = [text.lower().split() or ["the"] for text in [*TEXTS, "the the a the " * 60]]

    check("features.count_members", split, known)
    check("features.count_shared", split, known, 80)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_features_of_pages(path: Path) -> None:
    page = page_of(path)
    texts = [block.text for block in page.blocks] or ["a page without text has no features"]
    lower = [text.lower() for text in texts]
    split = [text.split() for text in lower]
    dom = read_dom(page.containers, np.array([block.container for block in page.blocks], int))
    encoding = shipped().html.stages["target_encoding"]
    assert isinstance(encoding, TargetEncoding)

    for text in texts:
        check("words.count", text)
        check("words.tokens", text)
    check("features.count_classes", texts, characters._TABLE, characters._CLASSES_OF, characters._UPPER)  # noqa: SLF001
    check("features.count_members", split, STOPWORDS)
    check("features.candidates", lower)
    check("features.nesting", page.containers, {"nav": 1, "aside": 2, "hidden": 4})
    check("features.names_in", {(each.tag, each.names) for each in page.containers}, MAX_NAMES)
    check("features.names_around", dom.parents, dom.kinds, dom.names, encoding.names, encoding.prior)
    check("features.words_of", split, encoding.words, encoding.prior)


def lines_like_boilerplate() -> Iterator[str]:
    """Yield lines made of pieces of the patterns, with what may stand before, between and behind them."""
    pick = random.Random(7)  # noqa: S311 - lines for a test
    sources = (phrases.END, phrases.BOILERPLATE, phrases.POINTER)
    parts = [part for source in sources for part in source.replace("\n", "|").split("|")]
    signs = [*" .:|»*-–0127", "\u0660", ""]
    for _ in range(5_000):
        plain_parts = (
            "".join(c for c in pick.choice(parts) if c not in "()?*+|\\[]{}") for _ in range(pick.choice([1, 1, 3]))
        )
        yield (pick.choice(signs) + pick.choice([" ", "", ": "]).join(plain_parts) + pick.choice(signs)).lower()


def test_lines_that_may_be_boilerplate() -> None:
    check("features.candidates", list(lines_like_boilerplate()))


def test_every_line_that_matches_a_pattern_is_a_candidate() -> None:
    lines = list(lines_like_boilerplate())
    labels, _ = both("features.candidates")[0](lines)
    patterns = (phrases.IS_END, phrases.IS_POINTER, phrases.IS_BOILERPLATE)
    matched = [index for index, line in enumerate(lines) if any(each.match(line) for each in patterns)]

    assert len(matched) > 100
    assert set(matched) <= set(labels)


@pytest.mark.parametrize("seed", range(20))
def test_containers_of_random_trees(seed: int) -> None:
    pick = random.Random(seed)  # noqa: S311 - a tree for a test
    names = ["", "post-body", "HTMLWidget nav", "a b cc", "Ärger-box", "UPPERLower", "x" * 300, " ".join(["word"] * 40)]
    around = [-1]
    tree = []
    for index in range(200):
        parent = around[pick.randrange(min(index, 1), len(around))]
        around = [*around[: around.index(parent) + 1], index]
        counts = (pick.randrange(3), pick.randrange(3))
        tree.append(Container(pick.choice(["div", "nav", "p"]), parent, pick.choice(names), bool(counts[0]), *counts))

    check("features.nesting", tree, {"nav": 1, "hidden": 4})
    check("features.names_in", [(each.tag, each.names) for each in tree], MAX_NAMES)


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e300, float("inf")])
def test_sums_of_weights_are_exact(scale: float) -> None:
    pick = random.Random(3)  # noqa: S311 - weights for a test
    weights = {f"w{index}": pick.uniform(-1, 1) * scale * 10 ** pick.randrange(-20, 1) for index in range(500)}
    split = [pick.choices([*weights, "unknown"], k=pick.randrange(1, 30)) for _ in range(300)]
    python, compiled = both("features.words_of")

    def answer(function: Callable[..., Any]) -> Any:
        try:
            return plain(function(split, weights, 0.5))
        except (OverflowError, ValueError) as error:
            return type(error)

    assert answer(compiled) == answer(python)
