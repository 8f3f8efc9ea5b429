"""Which answer is given, why, and how sure that is."""

from extractor.classify.html import Prediction, judge
from extractor.classify.models import shipped
from extractor.content.choose import choose, weigh
from extractor.document.html import parse
from extractor.options import Options
from extractor.structured_data.read import read_structured_data
from extractor.types import Candidate, HtmlDocument, Note

TEXT = "The harbour council will not switch on its camera towers before the end of the year, it said in a notice."
PAGE = "".join(f"<div class='part'><h2>Part {n}</h2><p>{TEXT} This is number {n}.</p></div>" for n in range(8))


def judged(html: str) -> tuple[HtmlDocument, Prediction]:
    page = parse(f"<html><body><main>{html}</main></body></html>")
    return page, judge(page, read_structured_data(page), shipped().pages)


def witness(text: str) -> Candidate:
    return Candidate(engine="trafilatura", html="", text=text, notes=(Note("trafilatura", "heard"),))


def test_the_first_candidate_with_text_is_chosen() -> None:
    empty, full = witness(""), Candidate(engine="blocks", html="<p>x</p>", text="x", expected=0.71234)
    choice = choose([empty, full])

    assert (choice.candidate, choice.confidence) == (full, 0.712)


def test_no_text_is_no_candidate() -> None:
    choice = choose([witness("")])

    assert (choice.candidate, choice.confidence) == (None, 0.0)
    assert choice.notes[-1].reason == "no engine found text worth keeping"


def test_what_trafilatura_keeps_raises_the_chance_of_a_block() -> None:
    page, prediction = judged(PAGE)
    heard = weigh(page, prediction, witness("\n".join(block.text for block in page.blocks)), Options())
    alone = weigh(page, prediction, witness(""), Options())

    assert heard.expected > alone.expected


def test_the_answer_is_named_after_the_engine_it_agrees_with() -> None:
    page, prediction = judged(PAGE)
    answer = weigh(page, prediction, witness(""), Options())

    assert answer.engine == "blocks"
    assert any("words from trafilatura" in note.reason for note in answer.notes)


def test_notes_of_the_witness_stay() -> None:
    page, prediction = judged(PAGE)
    answer = weigh(page, prediction, witness(TEXT), Options())

    assert {"trafilatura", "choose"} == {note.step for note in answer.notes}


def test_a_page_without_blocks_has_no_answer() -> None:
    page, prediction = judged("")

    assert weigh(page, prediction, witness(""), Options()).text == ""


def test_a_shell_gives_way_to_much_more_text() -> None:
    shell = Candidate(engine="blocks", html="", text="Loading, please wait", words=3, expected=0.3)
    data = Candidate(engine="structured", html="", text=TEXT, words=84, expected=0.6)
    page = Candidate(engine="blocks", html="", text=TEXT, words=126, expected=0.9)

    assert choose([shell, data]).candidate == data
    assert choose([page, data]).candidate == page
