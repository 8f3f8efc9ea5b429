"""Write the month names that dates are found by.

    python -m training.month_names extractor/metadata/month_names.json

The names and abbreviations come from the Unicode CLDR through Babel. To read them there takes most of a second and
34 MB in every process, so they are read once and stored.
"""

import argparse
import json
from pathlib import Path

from babel import Locale

from extractor.metadata.dates import fold

# If two languages use one name for different months (Polish and Croatian "listopad"), the first language here wins.
MONTH_LANGUAGES = (
    "en de fr es it pt nl pl ru uk cs sk hu ro bg el tr sv da nb fi et lv lt id vi ca eu gl hr sr sl ar fa he hi"
).split()
OTHERS = {"sept": 9}


def month_names() -> dict[str, int]:
    """Return the number of each month name and abbreviation, as `dates.fold` writes it."""
    names: dict[str, int] = {}
    for language in MONTH_LANGUAGES:
        months = Locale.parse(language).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    names.setdefault(fold(name).strip(". "), number)
    return {name: number for name, number in (names | OTHERS).items() if not name[0].isdigit()}


def main() -> None:
    """Read the command line and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    out: Path = parser.parse_args().out
    out.write_text(json.dumps(month_names(), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
