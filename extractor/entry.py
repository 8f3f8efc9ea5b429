"""`extract`, which loads the pipeline when it is called first: importing the package takes little time."""

from typing import TYPE_CHECKING

from extractor.extraction import Extraction
from extractor.options import DEFAULT_OPTIONS, Options

if TYPE_CHECKING:
    from extractor.classify.models import Models


def extract(
    data: bytes | str,
    *,
    url: str | None = None,
    content_type: str | None = None,
    options: Options = DEFAULT_OPTIONS,
    models: "Models | None" = None,
) -> Extraction:
    """Extract the clean text and metadata of one raw page.

    Args:
        data: an HTML page or a plain-text capture of one; bytes as received, or text already decoded.
        url: the URL of the page; relative links become absolute by it. Nothing is fetched.
        content_type: the HTTP `Content-Type` of the page, if any; it tells the charset and the kind of page.
        options: the choices of the caller.
        models: models of another training run (`extractor.classify.models.Models`); default: those of the package.

    Returns:
        The extraction. A page without content gives empty text, engine `none` and a warning.

    Raises:
        Refused: the input is empty, too large, would exhaust a parser, or is neither HTML nor text (`Empty`,
            `TooLarge`, `TooDeep`, `NotText`).
        Garbled: a wrapper around the page, such as HTTP headers, cannot be read.
        BadOptions: an argument has the wrong type.
        IncompatibleModel: `models` were trained on other features.
        InternalError: extractor has a defect. No other exception but `MemoryError` leaves this function.

    """
    from extractor import pipeline  # noqa: PLC0415 - see above

    return pipeline.extract(data, url=url, content_type=content_type, options=options, models=models)
