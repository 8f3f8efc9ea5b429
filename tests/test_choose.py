"""Which candidate wins, why, and how sure that is."""

import pytest

from extractor.choose import ALONE, FULL_AGREEMENT, NO_AGREEMENT, choose
from extractor.model import Candidate, Note
from extractor.profiles import PROFILES

WORDS = [f"word{number}" for number in range(2000)]
ANY = PROFILES[None]


def candidate(engine: str, first: int, last: int) -> Candidate:
    return Candidate(engine=engine, html="", text=" ".join(WORDS[first:last]), notes=(Note(engine, "noted"),))


@pytest.mark.parametrize(
    ("primary", "challenger", "winner"),
    [
        ((0, 300), (0, 300), "primary"),
        ((0, 300), (0, 200), "primary"),
        ((0, 100), (0, 400), "challenger"),
        ((0, 60), (0, 75), "primary"),
        ((0, 20), (500, 900), "challenger"),
        ((0, 100), (500, 900), "primary"),
        ((0, 1300), (0, 1900), "primary"),
        ((0, 0), (0, 100), "challenger"),
        ((0, 100), (0, 0), "primary"),
    ],
    ids=["agree", "challenger lost text", "primary lost text", "primary lost a label", "primary found next to nothing", "they disagree",
         "a long article", "primary is empty", "challenger is empty"],
)  # fmt: skip
def test_winner(primary: tuple[int, int], challenger: tuple[int, int], winner: str) -> None:
    choice = choose([candidate("primary", *primary), candidate("challenger", *challenger)], ANY)

    assert choice.candidate
    assert choice.candidate.engine == winner


def test_structure_decides_where_the_words_are_the_same() -> None:
    plain = Candidate(engine="primary", html="<p>x</p>", text=" ".join(WORDS[:100]))
    structured = Candidate(engine="challenger", html="<h2>x</h2><ul><li>y</li></ul>", text=" ".join(WORDS[:100]))

    assert choose([plain, structured], ANY).candidate == structured
    assert choose([structured, plain], ANY).candidate == structured


def test_articles_trust_the_primary_further() -> None:
    both = [candidate("primary", 0, 300), candidate("challenger", 0, 450)]
    winners = [choose(both, PROFILES[kind]).candidate for kind in ("article", "product")]

    assert [winner and winner.engine for winner in winners] == ["primary", "challenger"]


def test_agreement_is_confidence() -> None:
    sure = choose([candidate("a", 0, 300), candidate("b", 0, 300)], ANY).confidence
    unsure = choose([candidate("a", 0, 100), candidate("b", 0, 900)], ANY).confidence

    assert sure == FULL_AGREEMENT
    assert NO_AGREEMENT < unsure < 0.6


def test_a_few_words_are_never_sure() -> None:
    assert choose([candidate("a", 0, 6), candidate("b", 0, 6)], ANY).confidence < 0.5


def test_one_engine_alone_has_the_confidence_measured_for_it() -> None:
    assert choose([candidate("a", 0, 300)], ANY).confidence == ALONE


def test_losers_stay_in_the_notes() -> None:
    notes = choose([candidate("a", 0, 100), candidate("b", 0, 400)], ANY).notes

    assert [note.step for note in notes] == ["a", "b", "choose"]
    assert notes[-1].reason == "b over a: it lost 300 of 400 words"
    assert notes[-1].text.startswith("word0 word1")


def test_no_text_is_no_candidate() -> None:
    choice = choose([candidate("a", 0, 0)], ANY)

    assert (choice.candidate, choice.confidence) == (None, 0.0)
    assert choice.notes[-1].reason == "no engine found text worth keeping"
