"""The drop-in for trafilatura: each test calls both, and compares parameters, types, fields or formats."""

import inspect
import json
from dataclasses import replace
from typing import Any

import pytest
import trafilatura
from lxml import etree, html

from extractor import Extraction, Options, extract
from extractor.compat import trafilatura as ours
from extractor.extraction import Post
from tests.cases import ROOT

NEWS = (ROOT / "news--teasers-consent-and-comments-are-cut" / "page.html").read_bytes()
TABLES = (ROOT / "structure--tables-keep-their-shape" / "page.html").read_bytes()
URL = "https://courier.example/2024/05/bridge-reopens"
FORMATS = ["csv", "html", "json", "markdown", "txt", "xml", "xmltei"]
both = pytest.mark.parametrize("module", [trafilatura, ours], ids=["trafilatura", "extractor"])


@pytest.mark.parametrize("name", ["extract", "bare_extraction"])
def test_parameters_are_the_same(name: str) -> None:
    assert inspect.signature(getattr(ours, name)) == inspect.signature(getattr(trafilatura, name))


@pytest.mark.parametrize("form", FORMATS)
def test_formats_have_the_same_shape(form: str) -> None:
    theirs, own = (
        module.extract(NEWS, url=URL, output_format=form, with_metadata=True) for module in (trafilatura, ours)
    )

    assert type(theirs) is type(own) is str
    if form == "json":
        assert json.loads(own).keys() == json.loads(theirs).keys()
    elif form.startswith("xml"):
        tags = [{etree.QName(each).localname for each in etree.fromstring(one).iter("*")} for one in (theirs, own)]
        assert {"p"} <= tags[0] & tags[1]
        assert etree.fromstring(own).tag == etree.fromstring(theirs).tag
    elif form == "csv":
        assert own.count("\t") == theirs.count("\t")
    else:
        assert own.split("\n")[:7] == theirs.split("\n")[:7]


def test_fields_have_the_same_names_and_types() -> None:
    theirs, own = (module.bare_extraction(NEWS, url=URL, with_metadata=True) for module in (trafilatura, ours))

    assert type(own) is type(theirs)
    for name, value in theirs.as_dict().items():
        mine = getattr(own, name)
        assert mine is None or value is None or isinstance(mine, type(value)), name
    same = ("title", "author", "url", "hostname", "description", "sitename", "date", "categories", "filedate")
    assert {name: getattr(own, name) for name in same} == {name: getattr(theirs, name) for name in same}


@both
def test_without_metadata_the_fields_are_empty(module: Any) -> None:
    document = module.bare_extraction(NEWS)

    assert (document.title, document.author, document.date) == (None, None, None)


@both
@pytest.mark.parametrize("page", ["", "   ", "<html><body></body></html>", b"%PDF-1.4"])
def test_a_page_without_text_is_none(module: Any, page: bytes | str) -> None:
    assert module.extract(page) is None
    assert module.bare_extraction(page) is None


@both
def test_filters_leave_pages_out(module: Any) -> None:
    assert module.extract(NEWS, target_language="de") is None
    assert module.extract(NEWS, url=URL, url_blacklist={URL}) is None
    assert (
        module.extract("<p>No title and no date are on this page, but words enough.</p>" * 9, only_with_metadata=True)
        is None
    )


@both
def test_output_switches(module: Any) -> None:
    assert "Large" in module.extract(TABLES)
    assert "Large" not in module.extract(TABLES, include_tables=False)
    assert "](" in module.extract(PAGE_WITH_LINK, include_links=True, output_format="markdown")
    assert "](" not in module.extract(PAGE_WITH_LINK, output_format="markdown")


PAGE_WITH_LINK = (
    "<html><body><article><h1>Boats</h1>"
    + (
        "<p>The harbour office counted the boats again, and <a href='https://a.example/list'>the list of the boats</a> "
        "has hung at the quay since Monday, where everybody can read it.</p>" * 6
    )
    + "</article></body></html>"
)


@both
def test_pages_are_taken_in_every_form(module: Any) -> None:
    expected = module.extract(PAGE_WITH_LINK)

    assert expected
    assert module.extract(html.fromstring(PAGE_WITH_LINK)) == expected
    assert module.extract(PAGE_WITH_LINK.encode()) == expected


@both
def test_an_xpath_prunes_the_page(module: Any) -> None:
    page = PAGE_WITH_LINK.replace(
        "</article>", "<p class='x'>This paragraph is pruned by an XPath of the caller.</p></article>"
    )

    assert "pruned" in module.extract(page)
    assert "pruned" not in module.extract(page, prune_xpath="//p[@class='x']")


@both
def test_the_id_and_authors(module: Any) -> None:
    options = {"with_metadata": True, "record_id": "7", "author_blacklist": {"Tom Falk"}, "output_format": "json"}
    answer = json.loads(module.extract(NEWS, **options))

    assert (answer["id"], answer["author"]) == ("7", "Ida Berg")


@both
def test_an_unknown_format_is_refused(module: Any) -> None:
    with pytest.raises(AttributeError):
        module.extract(NEWS, output_format="pdf")


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"date_extraction_params": {"original_date": True}}, "date_extraction_params has no effect"),
        ({"max_tree_size": 5}, "max_tree_size has no effect"),
        ({"settingsfile": "settings.cfg"}, "settingsfile has no effect"),
        ({"deduplicate": True}, "deduplicate leaves out whole pages"),
    ],
)
def test_what_has_no_effect_is_told(parameters: dict[str, Any], message: str) -> None:
    with pytest.warns(UserWarning, match=message):
        ours.extract(NEWS, **parameters)


def test_every_parameter_is_honoured_or_told() -> None:
    source = inspect.getsource(ours)
    names = (
        inspect.signature(trafilatura.extract).parameters.keys()
        | inspect.signature(trafilatura.bare_extraction).parameters
    )

    assert not [name for name in names if f'"{name}"' not in source]


def test_focus_and_mode_reach_the_library() -> None:
    precise, thorough = (ours.extract(NEWS, **{name: True}) for name in ("favor_precision", "favor_recall"))

    assert len(precise or "") < len(thorough or "")
    assert ours.extract(NEWS, fast=True)


def test_comments_stand_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    post = Post(
        text="It is open.\n\nI saw it.", author=None, author_url=None, date=None, date_text=None, position=1, depth=0
    )
    asked: list[str] = []

    def commented(*args: Any, options: Options, **others: Any) -> Extraction:
        asked.append(options.comments)
        return replace(extract(*args, options=options, **others), comments=(post,))

    monkeypatch.setattr(ours, "extract_page", commented)
    document = ours.bare_extraction(NEWS)
    ours.bare_extraction(NEWS, include_comments=False)

    assert document.comments == "It is open.\nI saw it."  # type: ignore[union-attr]
    assert "I saw it" not in document.text  # type: ignore[operator,union-attr]
    assert asked == ["separate", "drop"]
    assert (ours.extract(NEWS) or "").endswith("It is open.\nI saw it.")


def test_a_dict_on_request_has_the_fields_of_a_document() -> None:
    assert ours.bare_extraction(NEWS, as_dict=True).keys() == ours.bare_extraction(NEWS).as_dict().keys()  # type: ignore[union-attr]
