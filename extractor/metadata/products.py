"""Read the product that a page sells from its structured data."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Final

from extractor.document.words import squeeze
from extractor.metadata.context import Context
from extractor.metadata.item_reader import Reader, main_item, nested
from extractor.records import Product
from extractor.structured_data.items import Item, Values

MAX_OFFERS: Final = 100
MAX_NUMBER_CHARACTERS: Final = 40  # of a price, a rating or a GTIN
MAX_AVAILABILITY_CHARACTERS: Final = 300
GTIN_LENGTHS: Final = frozenset({8, 12, 13, 14})
THOUSANDS_DIGITS: Final = 3
MAX_RATINGS: Final = 10**12  # a greater number is a mistake, and would not fit into a column of integers
PRODUCTS: Final = frozenset("product individualproduct productmodel productgroup vehicle car book".split())
IN_STOCK: Final = "InStock"

_PRICE = re.compile(r"\d[\d.,'\s]*")
_AVAILABILITY = re.compile(r"\w+\Z")
_AVAILABILITIES: Final[Mapping[str, str]] = {
    "instock": "InStock",
    "in stock": "InStock",
    "available": "InStock",
    "outofstock": "OutOfStock",
    "out of stock": "OutOfStock",
    "oos": "OutOfStock",
    "soldout": "SoldOut",
    "preorder": "PreOrder",
    "pre-order": "PreOrder",
    "backorder": "BackOrder",
    "limitedavailability": "LimitedAvailability",
    "onlineonly": "OnlineOnly",
    "instoreonly": "InStoreOnly",
    "discontinued": "Discontinued",
}


def read_product(context: Context) -> Product | None:
    """Return the product of a page; None if the page states none."""
    item, meta = main_item(context, PRODUCTS), _Meta(context)
    values: Values = item.values if item else {}
    stated = Reader(values, context)
    offers = list(islice(_offers(values, context), MAX_OFFERS))
    amount, offer = _main_offer(offers, context)
    of_offer = Reader(offer, context)
    rating = Reader(next(nested(values.get("aggregateRating"), context), {}), context)
    amount = amount or price_of(meta.first("product:price:amount", "og:price:amount", "product:price") or "")
    found = Product(
        name=stated.text("name"),
        price=amount,
        currency=_currency(offer, context) or meta.first("product:price:currency", "og:price:currency"),
        availability=_availability([*offers, *_of_variants(item, context)], context)
        or availability_of(meta.first("product:availability", "og:availability") or ""),
        brand=stated.text("brand", "manufacturer") or meta.first("product:brand", "og:brand"),
        sku=stated.text("sku", "productID") or of_offer.text("sku") or meta.first("product:retailer_item_id"),
        gtin=stated.first(gtin_of, "gtin13", "gtin", "gtin14", "gtin12", "gtin8", "isbn")
        or of_offer.first(gtin_of, "gtin13", "gtin", "gtin14", "gtin12", "gtin8"),
        mpn=stated.text("mpn") or of_offer.text("mpn"),
        rating=rating.first(_number, "ratingValue"),
        rating_count=rating.first(_whole_number, "ratingCount", "reviewCount"),
    )
    return found if item or found.price else None


class _Meta:
    """Reads meta tags."""

    def __init__(self, context: Context) -> None:
        self._meta = context.structured.meta

    def first(self, *names: str) -> str | None:
        """Return the first value of the meta tags."""
        return next((squeeze(value) for name in names for value in self._meta.get(name, ()) if value.strip()), None)


def _offers(values: Values, context: Context) -> Iterator[Values]:
    for name in ("offers", "hasVariant"):
        for each in nested(values.get(name), context):
            yield each
            yield from nested(each.get("offers"), context)


def _main_offer(offers: Sequence[Values], context: Context) -> tuple[str | None, Values]:
    """Return the price of the first offer that has one, and that offer; else the first offer."""
    priced = ((price, offer) for offer in offers if (price := _price_of_offer(offer, context)))
    return next(priced, (None, offers[0] if offers else {}))


def _availability(offers: Sequence[Values], context: Context) -> str | None:
    """Return the availability of the offers: in stock if one of them is."""
    stated = [found for offer in offers if (found := Reader(offer, context).first(availability_of, "availability"))]
    return IN_STOCK if IN_STOCK in stated else next(iter(stated), None)


def _price_of_offer(offer: Values, context: Context) -> str | None:
    own = Reader(offer, context).first(price_of, "price", "lowPrice")
    if own is not None:
        return own
    specified = (Reader(each, context).first(price_of, "price") for each in _specifications(offer, context))
    return next(filter(None, specified), None)


def _currency(offer: Values, context: Context) -> str | None:
    readers = (Reader(each, context) for each in (offer, *_specifications(offer, context)))
    return next(filter(None, (reader.text("priceCurrency") for reader in readers)), None)


def _of_variants(item: Item | None, context: Context) -> Iterator[Values]:
    """Yield the offers of other items with the name of the product: its sizes and colours."""
    if item is None:
        return
    for other in context.structured.items:
        is_product = other is not item and not PRODUCTS.isdisjoint(map(str.lower, other.types))
        if is_product and other.values.get("name") == item.values.get("name"):
            yield from islice(_offers(other.values, context), MAX_OFFERS)


def _specifications(offer: Values, context: Context) -> list[Values]:
    return list(islice(nested(offer.get("priceSpecification"), context), MAX_OFFERS))


def price_of(text: str) -> str | None:
    """Return a price as a decimal number; of `1.299,90` and `1,299.90` the last sign is the decimal one."""
    found = _PRICE.search(text[:MAX_NUMBER_CHARACTERS])
    if not found:
        return None
    digits = re.sub(r"['\s]", "", found[0]).rstrip(".,")
    point = max(digits.rfind("."), digits.rfind(","))
    is_thousands = point >= 0 and digits[point] == "," and len(digits) - point - 1 == THOUSANDS_DIGITS
    if point < 0 or is_thousands or digits.count(digits[point]) > 1:
        plain = digits.replace(",", "").replace(".", "")
    else:
        plain = digits[:point].replace(",", "").replace(".", "") + "." + digits[point + 1 :]
    try:
        return f"{Decimal(plain):f}"
    except InvalidOperation:
        return None


def availability_of(text: str) -> str | None:
    """Return the name of schema.org's `ItemAvailability` in a URL or a short text; None if it is none."""
    text = squeeze(text[:MAX_AVAILABILITY_CHARACTERS])
    last = _AVAILABILITY.search(text)
    return _AVAILABILITIES.get(text.casefold()) or (_AVAILABILITIES.get(last[0].casefold()) if last else None)


def gtin_of(text: str) -> str | None:
    """Return the digits of a number that has the length of a GTIN; None for other texts."""
    digits = re.sub(r"[\s-]", "", text[:MAX_NUMBER_CHARACTERS])
    return digits if digits.isascii() and digits.isdigit() and len(digits) in GTIN_LENGTHS else None


def _number(text: str) -> float | None:
    try:
        value = float(text[:MAX_NUMBER_CHARACTERS].replace(",", "."))
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None


def _whole_number(text: str) -> int | None:
    digits = re.sub(r"[\s.,']", "", text[:MAX_NUMBER_CHARACTERS])
    value = int(digits) if digits.isascii() and digits.isdigit() else None
    return value if value is None or value <= MAX_RATINGS else None
