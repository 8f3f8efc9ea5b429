"""Choose among candidates."""

from extractor.content.choose import choose
from extractor.types import Candidate

TEXT = "The harbour council will not switch on its camera towers before the end of the year, it said in a notice."
EMPTY = Candidate(engine="trafilatura", text="")


def test_the_first_candidate_with_text_is_chosen() -> None:
    full = Candidate(engine="blocks", text="x", expected=0.71234)
    choice = choose([EMPTY, full])

    assert (choice.candidate, choice.confidence) == (full, 0.712)


def test_no_text_is_no_candidate() -> None:
    choice = choose([EMPTY])

    assert (choice.candidate, choice.confidence) == (None, 0.0)
    assert choice.notes[-1].reason == "no engine found text worth keeping"


def test_a_candidate_with_much_more_text_replaces_a_short_one() -> None:
    shell = Candidate(engine="blocks", text="Loading, please wait", words=3, expected=0.3)
    data = Candidate(engine="structured", text=TEXT, words=84, expected=0.6)
    page = Candidate(engine="blocks", text=TEXT, words=126, expected=0.9)

    assert choose([shell, data]).candidate == data
    assert choose([page, data]).candidate == page
