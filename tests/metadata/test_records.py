"""Typed records from structured data."""

import pytest

from extractor import Extraction, Options, extract
from extractor.metadata.products import availability_of, gtin_of, price_of
from extractor.records import Event, JobPosting, Product, Recipe

TEXT = "<p>" + "The lamp stands on three legs of ash and throws its light on the table and on the wall. " * 4 + "</p>"


def read(data: str, title: str = "Karvel lamp") -> Extraction:
    script = f'<script type="application/ld+json">{data}</script>'
    return extract(f"<html><head><title>{title}</title>{script}</head><body><h1>{title}</h1>{TEXT}</body></html>")


def test_a_product_has_the_price_of_its_first_offer_and_is_in_stock_if_one_of_them_is() -> None:
    found = read(
        """{"@type": "Product", "name": "Karvel lamp", "brand": {"@type": "Brand", "name": "Karvel"}, "sku": "K-17",
        "gtin13": "4006381333931", "aggregateRating": {"ratingValue": "4,5", "reviewCount": 12}, "offers": [
        {"@type": "Offer", "price": "129.90", "priceCurrency": "EUR", "availability": "https://schema.org/OutOfStock"},
        {"@type": "Offer", "price": "99", "priceCurrency": "EUR", "availability": "https://schema.org/InStock"}]}"""
    )

    assert found.product == Product(
        name="Karvel lamp",
        price="129.90",
        currency="EUR",
        availability="InStock",
        brand="Karvel",
        sku="K-17",
        gtin="4006381333931",
        rating=4.5,
        rating_count=12,
    )
    assert (found.recipe, found.event, found.job_posting) == (None, None, None)


def test_of_several_products_the_one_in_the_title_is_read() -> None:
    found = read(
        '[{"@type": "Product", "name": "Oven", "sku": "1"}, {"@type": "Product", "name": "Karvel lamp", "sku": "2"}]'
    )

    assert found.product
    assert found.product.sku == "2"
    assert read('[{"@type": "Product", "name": "Oven"}, {"@type": "Product", "name": "Pan"}]').product is None


def test_a_price_in_meta_tags_is_a_product() -> None:
    head = (
        '<meta property="product:price:amount" content="12,50"><meta property="product:price:currency" content="PLN">'
    )

    assert extract(f"<head>{head}</head><h1>A lamp</h1>{TEXT}").product == Product(price="12.50", currency="PLN")
    assert extract(f"<h1>A lamp</h1>{TEXT}").product is None


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("49.99", "49.99"),
        ("1.299,90 €", "1299.90"),
        ("$1,299.90", "1299.90"),
        ("1,299", "1299"),
        ("1 299,00 zł", "1299.00"),
        ("CHF 1'250.-", "1250"),
        ("12,5", "12.5"),
        ("1.234.567", "1234567"),
        ("0.00000001", "0.00000001"),
        ("free", None),
        ("", None),
    ],
)
def test_prices_are_decimal_numbers(text: str, price: str | None) -> None:
    assert price_of(text) == price


def test_availability_and_gtin_are_checked() -> None:
    assert availability_of("http://schema.org/InStock") == "InStock"
    assert availability_of("out of stock") == "OutOfStock"
    assert availability_of("ask us") is None
    assert gtin_of("978-3-16-148410-0") == "9783161484100"
    assert gtin_of("123") is None


def test_recipes_events_and_jobs_are_read() -> None:
    recipe = read(
        """{"@type": "Recipe", "name": "Karvel lamp soup", "recipeIngredient": ["1 l water", "2 leeks"], "recipeYield": "4",
        "recipeInstructions": [{"@type": "HowToStep", "text": "Boil."}, {"@type": "HowToSection", "itemListElement":
        [{"@type": "HowToStep", "text": "Stir."}]}, "Serve."], "totalTime": "PT45M"}"""
    ).recipe
    event = read(
        """{"@type": "MusicEvent", "name": "Karvel lamp", "startDate": "2026-06-01T20:00+02:00", "location":
        {"@type": "Place", "address": {"streetAddress": "Quay 1", "addressLocality": "Karvel"}}}"""
    ).event
    job = read(
        """{"@type": "JobPosting", "title": "Keeper of the Karvel lamp", "hiringOrganization": {"name": "Harbour"},
        "datePosted": "2026-01-02", "employmentType": "FULL_TIME"}"""
    ).job_posting

    assert recipe == Recipe(
        name="Karvel lamp soup",
        ingredients=("1 l water", "2 leeks"),
        instructions=("Boil.", "Stir.", "Serve."),
        servings="4",
        total_time="PT45M",
    )
    assert event == Event(name="Karvel lamp", start="2026-06-01T20:00+02:00", location="Quay 1, Karvel")
    assert job == JobPosting(
        title="Keeper of the Karvel lamp",
        organization="Harbour",
        employment_type="FULL_TIME",
        date_posted="2026-01-02",
    )


@pytest.mark.parametrize(
    "data",
    [
        '{"@type": "Product", "offers": 5, "brand": [[]], "aggregateRating": "5", "sku": {"a": 1}}',
        '{"@type": "Product", "offers": {"@id": "#o"}, "@graph": [{"@id": "#o", "@type": "Offer", "offers": {"@id": "#o"}}]}',
        '{"@type": "Recipe", "recipeInstructions": {"itemListElement": 3}}',
        '{"@type": "Event", "location": [{"address": 7}], "startDate": []}',
    ],
)
def test_broken_items_give_what_they_have(data: str) -> None:
    assert read(data).text


def test_items_are_returned_on_request() -> None:
    data = '{"@type": "Article", "author": {"@type": "Person", "name": " Ida  Berg "}, "version": 2, "x": null}'
    page = f'<script type="application/ld+json">{data}</script><div itemscope itemtype="https://schema.org/Thing">{TEXT}</div>'
    found = extract(page, options=Options(structured_data=True)).structured_data

    assert found[0] == {"@type": ["Article"], "author": {"@type": ["Person"], "name": "Ida Berg"}, "version": 2}
    assert [item["@type"] for item in found] == [["Article"], ["Thing"]]
    assert extract(page).structured_data == ()


def test_numbers_that_no_output_can_hold_are_left_out() -> None:
    data = '{"@type": "Product", "name": "Karvel lamp", "x": 1e999, "aggregateRating": {"ratingCount": "%s"}}' % (
        "9" * 30
    )
    page = f'<title>Karvel lamp</title><script type="application/ld+json">{data}</script>{TEXT}'
    found = extract(page, options=Options(structured_data=True))

    assert found.product == Product(name="Karvel lamp")
    assert "x" not in found.structured_data[0]


def test_records_are_read_only_if_they_are_wanted() -> None:
    page = f'<meta property="product:price:amount" content="12.50"><h1>A lamp</h1>{TEXT}'

    assert extract(page, options=Options(fields=frozenset({"text"}))).product is None
    assert extract(page, options=Options(fields=frozenset({"product"}))).product == Product(price="12.50")


def test_deep_items_are_cut() -> None:
    nested = '{"@type": "Thing", "a": ' * 60 + "1" + "}" * 60
    found = extract(
        f'<script type="application/ld+json">{nested}</script>{TEXT}', options=Options(structured_data=True)
    )

    assert len(found.structured_data) >= 1
    assert len(str(found.structured_data)) < 20_000
