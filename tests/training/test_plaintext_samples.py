"""Samples of plain text, their variants, and the bag-of-words model, on pages of our own."""

from pathlib import Path

import numpy as np
import pytest

from evaluation.datasets import read_pages
from extractor.classify.bag_of_words import BagOfWords
from extractor.features.registry import FeatureSet
from extractor.features.shared.vocabulary import build
from extractor.types import PAGE_TYPES
from tests.labelled import write_folder
from training import augment, bag_of_words, renderings
from training.augment import Raw
from training.files import write_json
from training.plaintext_samples import HTML_VARIANT_WEIGHT, RESHAPED_WEIGHT, PlaintextSample, read_plaintext_samples

SENTENCE = "The harbour council will not switch on its camera towers before the end of the year, it said."


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[PlaintextSample]:
    pages = []
    for number in range(40):
        html = (
            f"<title>Towers {number}</title><p>Home</p><p>Subscribe now</p><h1>Towers {number}</h1>"
            f"<p>{SENTENCE} It is number {number}.</p><p>{SENTENCE}</p><p>Subscribe now</p>"
        )
        labels = {
            "domain": f"site{number // 2}.example",
            "page_type": PAGE_TYPES[number % len(PAGE_TYPES)],
            "title": f"Towers {number}",
            "text": f"{SENTENCE} It is number {number}.\n\n{SENTENCE}",
        }
        pages.append((html, labels))
    labelled = read_pages(write_folder(tmp_path_factory.mktemp("labelled"), pages))
    return read_plaintext_samples(labelled, dict.fromkeys((page.domain for page in labelled), 0))


def by_text(sample: PlaintextSample, values: np.ndarray) -> dict[str, float]:
    return dict(zip(sample.inputs.texts, values.tolist(), strict=True))


def test_lines_are_labelled_with_the_wanted_share(samples: list[PlaintextSample]) -> None:
    labels = by_text(samples[0], samples[0].labels)

    assert labels[SENTENCE] == 1
    assert labels["Home"] == labels["Subscribe now"] == 0


def test_titles_are_the_lines_with_the_title(samples: list[PlaintextSample]) -> None:
    assert samples[0].titles is not None
    titles = by_text(samples[0], samples[0].titles)

    assert (titles["Towers 0"], titles["Home"]) == (1, 0)


def test_most_pages_have_two_variants(samples: list[PlaintextSample]) -> None:
    assert 2.5 * 40 < len(samples) <= 3 * 40
    assert {sample.weight for sample in samples} == {1.0, RESHAPED_WEIGHT, HTML_VARIANT_WEIGHT}


def test_some_variants_are_in_another_script(samples: list[PlaintextSample]) -> None:
    foreign = [sample for sample in samples if not any(text.isascii() for text in sample.inputs.texts)]

    assert 0 < len(foreign) < 40
    assert all(sample.titles is not None and sample.titles.any() for sample in foreign)


@pytest.mark.parametrize("name", renderings.ALL)
def test_every_renderer_has_the_text(name: str) -> None:
    html = f"<title>Towers</title><script>x()</script><p>{SENTENCE}</p><p>A <a href='#'>link</a> too.</p>"
    lines = renderings.ALL[name](html).split("\n")

    assert SENTENCE in lines
    assert not any("x()" in line for line in lines)


def test_words_of_menus_lower_the_log_odds(samples: list[PlaintextSample]) -> None:
    model = bag_of_words.fit(samples)
    vocabulary = build([["subscribe", "now"], ["unknown", "words"], ["the", "harbour", "council"]])
    menu, neither, content = model.log_odds(vocabulary, np.array([-1, -1, -1])).tolist()

    assert menu < neither < content


def test_weights_are_the_same_after_writing(samples: list[PlaintextSample], tmp_path: Path) -> None:
    model = bag_of_words.fit(samples)
    write_json(tmp_path / "model.json", model.stored())
    loaded = BagOfWords.load(tmp_path / "model", FeatureSet(()))
    vocabulary, heading_above = build([["subscribe", "now"], ["the", "harbour"]]), np.array([-1, 0])

    assert loaded.log_odds(vocabulary, heading_above).tolist() == model.log_odds(vocabulary, heading_above).tolist()


RAW = Raw(
    ["Window title", "", "Home", "", SENTENCE, "", f"  * {SENTENCE}", "", "Contact", ""],
    [False, False, False, False, True, False, True, False, False, False],
    ["A first story of another page.", "A second story of yet another page."],
)


def test_shapes_of_variants() -> None:
    assert augment.article_alone(RAW)[0] in {SENTENCE, ""}
    assert "" not in augment.without_empty_lines(RAW)
    assert augment.without_indentation(RAW)[6] == SENTENCE
    assert augment.with_link_numbers(RAW)[:3] == ["[1] Window title", "", "[2] Home"]
    assert "Window title" not in augment.replace_first_line(RAW.lines)
    assert max(map(len, augment.hard_wrapped(RAW, 40))) <= 40


@pytest.mark.parametrize("whole", [True, False])
def test_teasers_stand_behind_the_article(whole: bool) -> None:  # noqa: FBT001 - a case of the table
    text = "\n".join(augment.with_teasers(RAW, whole=whole))

    assert any(f"\n{advertisement}\n" in text for advertisement in augment.ADVERTISEMENTS)
    assert text.rindex(SENTENCE) < text.index("A first story") < text.index("Contact")
    assert ("page...." in text) != whole
