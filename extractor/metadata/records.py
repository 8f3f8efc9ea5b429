"""Read typed records from the structured data of a page.

A record is read from the item that the page is about: the one named in the title of the page, or the only one.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final, NamedTuple

from extractor.metadata import dates
from extractor.metadata.context import Context
from extractor.metadata.item_reader import MAX_TEXTS, MAX_VALUE_LENGTH, Reader, main_item, nested
from extractor.metadata.products import read_product
from extractor.records import Event, JobPosting, Product, Recipe
from extractor.structured_data.items import texts_of

EVENTS: Final = frozenset(
    "event businessevent childrensevent comedyevent courseinstance danceevent educationevent exhibitionevent festival "
    "foodevent literaryevent musicevent saleevent screeningevent socialevent sportsevent theaterevent "
    "visualartsevent".split()
)
RECIPES: Final = frozenset({"recipe"})
JOB_POSTINGS: Final = frozenset({"jobposting"})


class Records(NamedTuple):
    """The records of a page; None for each kind that the page does not state."""

    product: Product | None = None
    recipe: Recipe | None = None
    event: Event | None = None
    job_posting: JobPosting | None = None


def read(context: Context) -> Records:
    """Read the records that the structured data of a page state."""
    return Records(read_product(context), _recipe(context), _event(context), _job_posting(context))


def _recipe(context: Context) -> Recipe | None:
    if (item := main_item(context, RECIPES)) is None:
        return None
    stated = Reader(item.values, context)
    return Recipe(
        name=stated.text("name"),
        ingredients=stated.texts("recipeIngredient") or stated.texts("ingredients"),
        instructions=tuple(_steps(item.values.get("recipeInstructions"), context)),
        servings=stated.text("recipeYield"),
        total_time=stated.text("totalTime"),
    )


def _event(context: Context) -> Event | None:
    if (item := main_item(context, EVENTS)) is None:
        return None
    stated = Reader(item.values, context)
    return Event(
        name=stated.text("name"),
        start=stated.first(dates.parse, "startDate"),
        end=stated.first(dates.parse, "endDate"),
        location=_place(item.values.get("location"), context),
        organizer=stated.text("organizer"),
    )


def _job_posting(context: Context) -> JobPosting | None:
    if (item := main_item(context, JOB_POSTINGS)) is None:
        return None
    stated = Reader(item.values, context)
    return JobPosting(
        title=stated.text("title", "name"),
        organization=stated.text("hiringOrganization"),
        location=_place(item.values.get("jobLocation"), context),
        employment_type=stated.text("employmentType"),
        date_posted=stated.first(dates.parse, "datePosted"),
        valid_through=stated.first(dates.parse, "validThrough"),
    )


def _steps(value: Any, context: Context) -> Iterator[str]:
    """Yield the steps of a recipe, which stand as texts, as items with a text, or in sections."""
    for each in islice(value if isinstance(value, list) else [value], MAX_TEXTS):
        if isinstance(each, Mapping):
            inner = each.get("itemListElement")
            of_section = inner if isinstance(inner, list) else [inner] if inner else []
            for step in (each, *islice(of_section, MAX_TEXTS)):
                if isinstance(step, Mapping) and (text := Reader(step, context).text("text")):
                    yield text
        else:
            yield from (text[:MAX_VALUE_LENGTH] for text in texts_of(each, context.structured.by_id))


def _place(value: Any, context: Context) -> str | None:
    """Return the name of a place, or its address."""
    for place in islice(nested(value, context), 1):
        if name := Reader(place, context).text("name"):
            return name
        for address in nested(place.get("address"), context):
            reader = Reader(address, context)
            parts = (reader.text(name) for name in ("streetAddress", "addressLocality", "addressCountry"))
            return ", ".join(filter(None, parts)) or None
    return next(iter(islice(texts_of(value, {}), 1)), None)
