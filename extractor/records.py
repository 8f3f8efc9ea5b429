"""Typed records that a page states as structured data: what a product page sells, a recipe, an event, a job."""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """The product of a page. A field that the page does not state is None."""

    name: Annotated[str | None, Meta(description="Name of the product.")] = None
    price: Annotated[
        str | None,
        Meta(description="Price as a decimal number, such as `1299.90`; of several offers, that of the first."),
    ] = None
    currency: Annotated[
        str | None, Meta(description="Currency of the price as the page states it, mostly in ISO 4217.")
    ] = None
    availability: Annotated[
        str | None, Meta(description="Name of schema.org's `ItemAvailability`, such as `InStock` or `OutOfStock`.")
    ] = None
    brand: Annotated[str | None, Meta(description="Name of the brand or the manufacturer.")] = None
    sku: Annotated[str | None, Meta(description="Number of the product in the shop.")] = None
    gtin: Annotated[str | None, Meta(description="Global Trade Item Number (EAN, UPC, ISBN), digits only.")] = None
    mpn: Annotated[str | None, Meta(description="Number that the manufacturer gives to the product.")] = None
    rating: Annotated[float | None, Meta(description="Mean rating, in the scale of the page.")] = None
    rating_count: Annotated[int | None, Meta(description="Number of ratings or reviews.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The recipe of a page. A field that the page does not state is None or empty."""

    name: Annotated[str | None, Meta(description="Name of the dish.")] = None
    ingredients: Annotated[tuple[str, ...], Meta(description="Ingredients with their amounts.")] = ()
    instructions: Annotated[tuple[str, ...], Meta(description="Steps, in order.")] = ()
    servings: Annotated[str | None, Meta(description="What the amounts give, as the page states it.")] = None
    total_time: Annotated[str | None, Meta(description="Duration in ISO 8601, such as `PT45M`.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The event of a page. A field that the page does not state is None."""

    name: Annotated[str | None, Meta(description="Name of the event.")] = None
    start: Annotated[str | None, Meta(description="Start in ISO 8601, as precise as the page.")] = None
    end: Annotated[str | None, Meta(description="End in ISO 8601.")] = None
    location: Annotated[str | None, Meta(description="Name or address of the place.")] = None
    organizer: Annotated[str | None, Meta(description="Name of the organiser.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPosting:
    """The job that a page offers. A field that the page does not state is None."""

    title: Annotated[str | None, Meta(description="Title of the job.")] = None
    organization: Annotated[str | None, Meta(description="Name of the employer.")] = None
    location: Annotated[str | None, Meta(description="Place of work.")] = None
    employment_type: Annotated[str | None, Meta(description="Such as `FULL_TIME`, as the page states it.")] = None
    date_posted: Annotated[str | None, Meta(description="Date in ISO 8601.")] = None
    valid_through: Annotated[str | None, Meta(description="Last day for applications in ISO 8601.")] = None
