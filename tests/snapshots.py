"""Write what the program gives now as the expectation of a fixture, and show what changed.

    python -m tests.snapshots CASE... | all

Only this command writes expectations; the test run never does. Read the difference before you commit it.
"""

import difflib
import json
import sys

from tests.cases import CASES, Case


def rewrite(case: Case) -> None:
    """Write one case's expectations, printing the difference to the old ones."""
    fields, markdown = case.found()
    for name, new in (
        ("expected.json", json.dumps(fields, ensure_ascii=False, indent=2) + "\n"),
        ("expected.md", markdown),
    ):
        path = case.path / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        where = f"{case.name}/{name}"
        sys.stdout.writelines(
            f"{line.rstrip()}\n" for line in difflib.unified_diff(old.split("\n"), new.split("\n"), where, where, n=1)
        )
        path.write_text(new, encoding="utf-8")


def main(names: list[str]) -> None:
    """Rewrite the named cases, or all."""
    known = {case.name: case for case in CASES}
    unknown = [name for name in names if name not in known and name != "all"]
    if unknown or not names:
        sys.exit(f"usage: python -m tests.snapshots CASE... | all; no such case: {unknown}" if unknown else __doc__)
    for case in CASES if "all" in names else [known[name] for name in names]:
        rewrite(case)


if __name__ == "__main__":
    main(sys.argv[1:])
