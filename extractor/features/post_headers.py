"""Signs of the author and the date in the header of a post: patterns and class names only."""

import re
from functools import lru_cache
from typing import Final

from extractor.types import Block

AUTHOR_NAMES: Final = frozenset(
    "author user username nick nickname poster creator fn cite profile member commenter userinfo".split()
)
"""Words in the names of a container around the name of an author."""
MAX_HEADER_WORDS: Final = 25
MAX_HEADER_CHARACTERS: Final = 300

PROFILE_URL: Final = re.compile(
    r"/(?:u|users?|members?|people|author|personal_pages|membre)/|[?&;](?:u|user|uid|user_id)=\w{1,20}(?:&|\Z)|profile"
    r"|member|user_?info",
    re.IGNORECASE,
)
_MONTH: Final = (
    r"(?:jan|feb|fev|fév|mar|mär|maa|apr|abr|avr|may|mai|mei|maj|jun|juin|jul|juil|aug|ago|aoû|sep|set|oct|okt|out|nov|dec"
    r"|dez|dic|déc|ene|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек|sty|lut|kwi|cze|lip|sie|wrz|paź|lis|gru)[^\W\d]*\.?"
)
_WEEKDAY: Final = (
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:mo|di|mi|do|fr|sa|so)\.?"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
)
_CLOCK: Final = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?"
_DAY_WORDS: Final = "yesterday|today|gestern|heute|hier|aujourd'hui|ayer|hoy|вчера|сегодня"
_DAY: Final = (
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{2}[./-]\d{2}|\d{1,2}[ -]" + _MONTH + r"[ -]\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th|\.)?(?: de)? " + _MONTH + r"(?:,?(?: de)? \d{4})?"
    r"|" + _MONTH + r" \d{1,2}(?:st|nd|rd|th)?\b(?:,? \d{4})?|" + _MONTH + r",? \d{4}|\d{4}年\d{1,2}月\d{1,2}日"
    rf"|{_DAY_WORDS}"
)
DATE: Final = re.compile(
    rf"(?<![\w./-])(?:(?:{_WEEKDAY}),? )?(?:{_CLOCK},? (?:on |am )?)?(?:{_DAY})(?![\w/-])"
    rf"(?:,?(?: at| um| à| a las| -| \|)? ?{_CLOCK})?"
    r"|\b\d+ (?:second|minute|min|hour|day|week|month|year)s? ago\b|\bvor \d+ [^\W\d]+|\bil y a \d+ [^\W\d]+"
    r"|\bhace \d+ [^\W\d]+",
    re.IGNORECASE,
)
"""A date as posts write it, with the time of the day; it may lack the year, or count back from today."""
MAX_CACHED_HEADERS: Final = 2_000  # texts of headers
_MAY_HOLD_DATE: Final = re.compile(rf"\d|{_DAY_WORDS}", re.IGNORECASE)  # is much faster than a search for dates
OTHER_DATE: Final = re.compile(
    r"\b(?:joined?|join date|member since|registered|registriert|mitglied seit|dabei seit|inscrit|born|miembro desde"
    r"|edited|bearbeitet|last (?:edit|active|seen)|location|geändert)\b",
    re.IGNORECASE,
)
"""Words before a date that is not the date of the post."""


def may_be_header(block: Block) -> bool:
    """Return whether a block is short enough for the header of a post; a longer one is a signature or a quote."""
    return block.words <= MAX_HEADER_WORDS and len(block.text) <= MAX_HEADER_CHARACTERS


def has_author(block: Block, names: frozenset[str]) -> bool:
    """Return whether a block seems to name an author, given the words of the names of its containers."""
    return bool(names & AUTHOR_NAMES) or any(
        each.tag == "a" and PROFILE_URL.search(each.detail) for _, markup in block.runs for each in markup
    )


def has_date(block: Block) -> bool:
    """Return whether a block seems to have the date of a post."""
    return date_of(block) is not None


def date_of(block: Block) -> str | None:
    """Return the first date in a block, as the page writes it; None if it is a date of something else."""
    return _date_in(block.text) if _MAY_HOLD_DATE.search(block.text) else None


@lru_cache(MAX_CACHED_HEADERS)  # each header is read for the kind of its post, and for its parts
def _date_in(text: str) -> str | None:
    found = DATE.search(text)
    return found[0] if found and not OTHER_DATE.search(text, 0, found.start()) else None
