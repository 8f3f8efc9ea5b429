"""Metadata of plain-text pages."""

import numpy as np
import pytest

from extractor.classify.models import shipped
from extractor.classify.plaintext import classify
from extractor.document.plaintext import parse
from extractor.extraction import Metadata
from extractor.metadata.read import read_plaintext

BODY = """\
The harbour council will not switch on its new camera towers before the end of the year, it said in a notice.

Fishermen had asked in March who would be allowed to see the pictures, and how long they would be stored. Nobody at the
council could tell them, and so the towers stayed dark.

A second hearing is planned for the autumn. Until then the lamps on the pier are the only eyes that the harbour has.

The towers were paid for by the port insurance fund, which has asked for its money back if they are never used."""
TITLE = "Harbour council keeps camera towers switched off"


def metadata_of(text: str) -> Metadata:
    dump = parse(text)
    prediction, lines = classify(dump, shipped().plaintext.stages)
    return read_plaintext(dump, lines, prediction).metadata


def read(head: str, tail: str = "") -> Metadata:
    return metadata_of(f"{head}\n\n{BODY}\n\n{tail}")


@pytest.mark.parametrize(
    "head",
    [
        TITLE,
        f"Home\nNews\nAbout us\n\n{TITLE}",
        f"{TITLE}\n\nA picture of something else",
        f"{TITLE} | The Courier\n\nMenu\n\n{TITLE}",
        f"title: {TITLE}\n",
    ],
)
def test_title(head: str) -> None:
    assert read(head).title == TITLE


@pytest.mark.parametrize("head", ["", "Home\nNews\nContact", "By Jane Doe", "10 June 2020"])
def test_no_title(head: str) -> None:
    assert read(head).title is None


@pytest.mark.parametrize(
    ("head", "tail", "authors"),
    [
        ("By Jane Doe", "", ("Jane Doe",)),
        ("Written by Jane Doe and John Roe", "", ("Jane Doe", "John Roe")),
        ("By Jane Doe | June 3, 2021", "", ("Jane Doe",)),
        ("Von Erika Mustermann", "", ("Erika Mustermann",)),
        ("By\nJane Doe", "", ("Jane Doe",)),
        ("", "Written By\n\nJane Doe", ("Jane Doe",)),
        ("", "Written By\n\nThe Courier’s mission is to help people understand.", ()),
        ("", "You may also like\n\nBy Jane Doe A story that goes on and on...", ()),
        ("By the sea, nothing changes.", "", ()),
    ],
)
def test_authors(head: str, tail: str, authors: tuple[str, ...]) -> None:
    assert read(f"{TITLE}\n\n{head}", tail).authors == authors


@pytest.mark.parametrize(
    ("head", "tail", "published", "modified"),
    [
        ("Jun 10, 2020 - Transport", "", "2020-06-10", None),
        ("Last updated September 25, 2021", "", None, "2021-09-25"),
        ("Published 10 June 2020, updated 11 June 2020", "", "2020-06-10", "2020-06-11"),
        ("Aktualisiert am 11. Juni 2020", "", None, "2020-06-11"),
        ("June 2020", "", "2020-06", None),
        ("", "© 2008-2021 Somebody", None, None),
        ("", "10 June 2020", None, None),
        ("", "Published: 10 June 2020", "2020-06-10", None),
        ("03/04/2020", "", None, None),
    ],
)
def test_dates(head: str, tail: str, published: str | None, modified: str | None) -> None:
    found = read(f"{TITLE}\n\n{head}", tail)

    assert (found.date_published, found.date_modified) == (published, modified)


def test_section_is_read_beside_a_dateline() -> None:
    assert read("Jun 10, 2020 - Transport").section == "Transport"


@pytest.mark.parametrize(
    ("head", "tail", "site"),
    [
        (f"{TITLE} | The Courier\n\n{TITLE}", "", "The Courier"),
        ("", "Share\n\nCoastline is the leading source of news on harbours. More about Coastline here.", "Coastline"),
        ("", "© 2008-2021 Tidewater Print Ltd.", None),
    ],
)
def test_site_name(head: str, tail: str, site: str | None) -> None:
    """The body is content and all else is not, whatever the models think of so short a page."""
    dump = parse(f"{head}\n\n{BODY}\n\n{tail}")
    predicted, lines = classify(dump, shipped().plaintext.stages)
    paragraphs = {line.text for line in parse(BODY).lines}
    content = np.array([float(line.text in paragraphs) for line in dump.lines])

    assert read_plaintext(dump, lines, predicted._replace(probabilities=content)).metadata.site_name == site


def test_a_prefix_is_a_source() -> None:
    found = metadata_of(f"date 2020-06-10 {BODY}")

    assert (found.date_published, found.provenance["date_published"]) == ("2020-06-10", "text:prefix")


def test_the_search_for_a_site_name_in_a_long_word_is_linear() -> None:
    """Without a bound, each capital letter starts a search to the end of the word, which takes minutes."""
    assert read("A" * 200_000 + " is an island").site_name is None
