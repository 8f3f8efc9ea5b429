"""Variants of labelled pages: what is grafted in, and how the markup and the script change."""

import pytest

from extractor.document.html import parse
from training.comment_templates import TEMPLATES, Comment, comment_area
from training.grafts import Donors
from training.html_variants import Variant, variant

LINES = [f"The harbour council will not switch on camera tower number {number} this year." for number in range(4)]
PAGE = (
    "<html><head><title>Towers</title></head><body><header><nav><a href='/'>Home page of the paper</a></nav></header>"
    "<main class='story'>" + "".join(f"<p>{line}</p>" for line in LINES) + "</main>"
    "<footer class='foot'><p>Printed in the old town hall</p></footer></body></html>"
)
TEXT = "\n".join(LINES)
POSTS = [f"I have crossed the bridge of tower {number} every day for nine years." for number in range(9)]
TEASERS = [
    (f"Ferry {number} is late", f"The ferry of {number} o'clock left the pier late again today.")
    for number in range(20)
]
DONORS = Donors(posts=POSTS, teasers=TEASERS, collections=frozenset({"ours"}))


def variants() -> list[Variant]:
    found = [variant(PAGE, TEXT, DONORS, f"page-{number}") for number in range(60)]
    return [each for each in found if each]


def test_the_same_seed_gives_the_same_variant() -> None:
    assert variant(PAGE, TEXT, DONORS, "a") == variant(PAGE, TEXT, DONORS, "a")


def test_every_variant_keeps_its_text() -> None:
    for each in variants():
        blocks = "\n".join(block.text for block in parse(each.html).blocks)
        assert all(" ".join(line.split()) in blocks for line in each.text.split("\n"))


def test_some_variants_have_comments_and_some_another_script() -> None:
    found = variants()

    assert 0 < sum(bool(each.comments) for each in found) < len(found)
    assert 0 < sum(each.text != TEXT for each in found) < len(found)
    for each in found:
        words = "".join("".join(block.text.split()) for block in parse(each.html).blocks)
        assert all("".join(line.split()) in words for line in each.comments.split("\n"))


def test_some_variants_have_no_names_and_no_sections() -> None:
    found = [each.html for each in variants()]

    assert any("class" not in html.split("<body")[1] for html in found)
    assert any("<main" not in html for html in found)


@pytest.mark.parametrize("number", range(len(TEMPLATES)))
def test_every_template_has_author_and_text(number: int) -> None:
    area = comment_area(TEMPLATES[number], [Comment("Ida Berg", "5 May 2012", "So it is.\nOr not.")])
    text = " ".join(block.text for block in parse(f"<body>{area}</body>").blocks)

    assert all(part in text for part in ("Ida Berg", "So it is.", "Or not."))
