"""The training on dumps of pages of our own: labels, shapes, and what words say."""

import gzip
import json

import numpy as np
import pytest
from extractor.features.plaintext.bag_of_words import scores

from extractor.features.shared.vocabulary import build
from extractor.types import PAGE_TYPES
from training import captures, wording
from training.captures import Sample
from training.samples import labelled
from training.shapes import ADVERTISEMENTS, Raw, alone, broken, closed, flat, grafted, headless, marked

SENTENCE = "The harbour council will not switch on its camera towers before the end of the year, it said."
RENDERER = """
import re
RENDERERS = ("lines",)
def render(name, html):
    return re.sub(r"\\n\\s*", "\\n\\n", re.sub("<[^>]+>", "\\n", html)).strip()
"""


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    shared = tmp_path_factory.mktemp("shared")
    data = shared / "data"
    (data / "pages").mkdir(parents=True)
    (shared / "bench").mkdir()
    (shared / "bench" / "make_dumps.py").write_text(RENDERER, encoding="utf-8")
    truths = []
    for number in range(40):
        html = (
            f"<title>Towers {number}</title><p>Home</p><p>Subscribe now</p><h1>Towers {number}</h1>"
            f"<p>{SENTENCE} It is number {number}.</p><p>{SENTENCE}</p><p>Subscribe now</p>"
        )
        (data / "pages" / f"{number:04}.html.gz").write_bytes(gzip.compress(html.encode()))
        truths.append(
            {
                "id": f"{number:04}",
                "domain": f"site{number // 2}.example",
                "page_type": PAGE_TYPES[number % len(PAGE_TYPES)],
                "title": f"Towers {number}",
                "text": f"{SENTENCE} It is number {number}.\n\n{SENTENCE}",
            }
        )
    (data / "truth.jsonl").write_text("\n".join(map(json.dumps, truths)), encoding="utf-8")
    return captures.read(labelled(data), shared)


def test_lines_are_labelled_by_what_people_wanted(samples: list[Sample]) -> None:
    assert [line.text for line in samples[0].dump.lines][:3] == ["Towers 0", "Home", "Subscribe now"]
    assert samples[0].labels.tolist() == [0, 0, 0, 0, 1, 1, 0]


def test_the_title_is_every_line_that_says_it(samples: list[Sample]) -> None:
    assert samples[0].titles is not None
    assert samples[0].titles.tolist() == [1, 0, 0, 1, 0, 0, 0]


def test_most_pages_are_seen_in_another_shape(samples: list[Sample]) -> None:
    assert 1.5 * 40 < len(samples) <= 2 * 40
    assert {sample.weight for sample in samples} == {1.0, captures.AGAIN}


def test_words_of_menus_speak_against_a_line(samples: list[Sample]) -> None:
    learned = wording.learn(samples)
    said = build([["subscribe", "now"], ["unheard", "words"], ["the", "harbour", "council"]])
    against, neither, for_it = scores(said, np.array([-1, -1, -1]), learned).tolist()

    assert against < neither < for_it


def test_the_weights_survive_being_written(samples: list[Sample]) -> None:
    learned = wording.learn(samples)
    read = type(learned).of(**json.loads(json.dumps(wording.plain(learned))))
    said, above = build([["subscribe", "now"], ["the", "harbour"]]), np.array([-1, 0])

    assert scores(said, above, read).tolist() == scores(said, above, learned).tolist()


RAW = Raw(
    ["Window title", "", "Home", "", SENTENCE, "", f"  * {SENTENCE}", "", "Contact", ""],
    [False, False, False, False, True, False, True, False, False, False],
    ["A first story of another page.", "A second story of yet another page."],
)


def test_shapes() -> None:
    assert alone(RAW)[0] in {SENTENCE, ""}
    assert "" not in closed(RAW)
    assert flat(RAW)[6] == SENTENCE
    assert marked(RAW)[:3] == ["[1] Window title", "", "[2] Home"]
    assert "Window title" not in headless(RAW.lines)
    assert max(map(len, broken(RAW, 40))) <= 40


@pytest.mark.parametrize("whole", [True, False])
def test_teasers_are_grafted_behind_the_article(whole: bool) -> None:  # noqa: FBT001 - a case of the table
    text = "\n".join(grafted(RAW, whole=whole))

    assert any(f"\n{advertisement}\n" in text for advertisement in ADVERTISEMENTS)
    assert text.rindex(SENTENCE) < text.index("A first story") < text.index("Contact")
    assert ("page...." in text) != whole
