"""Build the documentation site into build/site.

    python -m documentation.build

Copies docs/ and the documents of the repository that readers of the site need into build/docs. A link to a file
outside the site becomes a link to the repository. Then Zensical builds the site, and any warning is an error. The site
needs no other host, and works from a folder without a server.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE, SITE = ROOT / "build" / "docs", ROOT / "build" / "site"
REPOSITORY = "https://github.com/extractor-project/extractor/blob/main/"
# Documents outside docs/, and where they stand on the site.
OUTSIDE = {
    "ARCHITECTURE.md": "explanation/architecture.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "README.md": "overview.md",
    "SECURITY.md": "security.md",
    "deploy/README.md": "how-to/kubernetes.md",
    "extractor/classify/artifacts/html/CARD.md": "explanation/card-html.md",
    "extractor/classify/artifacts/plaintext/CARD.md": "explanation/card-plaintext.md",
    "extractor/metadata/CHOICES.md": "explanation/card-metadata.md",
}
LINK = re.compile(r"(\]\()([^)#:\s]+)(#[^)\s]*)?(\))")
FENCED = re.compile(r"(^ *```.*?^ *```)", re.DOTALL | re.MULTILINE)
# Browsers start no worker from a file, so the search starts from a copy of its source.
REMOTE_WORKER = "https://unpkg.com/iframe-worker/shim"
REMOTE = re.compile(r'<(?:script|img|iframe)\b[^>]*\ssrc="?(?:https?:)?//[^>]*|<link\b[^>]*stylesheet[^>]*//[^>]*')
LOCAL_WORKER = """\
if (location.protocol === "file:") {
  const source = %s;
  window.Worker = class extends Worker {
    constructor() { super(URL.createObjectURL(new Blob([source], { type: "text/javascript" }))); }
  };
}
"""


def pages() -> dict[str, str]:
    """Return the places of all documents of the site, by their path in the repository."""
    inside = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")}
    return {name: name.removeprefix("docs/") for name in sorted(inside)} | OUTSIDE


def moved(text: str, name: str, places: dict[str, str]) -> str:
    """Return the document `name` with its links as they are on the site."""

    def replaced(link: re.Match[str]) -> str:
        target = os.path.normpath((Path(name).parent / link[2]).as_posix())
        anchor = link[3] or ""
        if target not in places:
            is_kept = target.startswith("docs/") and (ROOT / target).is_file()
            return link[0] if is_kept else f"{link[1]}{REPOSITORY}{target}{anchor}{link[4]}"
        return f"{link[1]}{os.path.relpath(places[target], Path(places[name]).parent)}{anchor}{link[4]}"

    parts = FENCED.split(text)
    return "".join(part if FENCED.fullmatch(part) else LINK.sub(replaced, part) for part in parts)


def assemble() -> None:
    """Write the sources of the site into build/docs."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.copytree(ROOT / "docs", SOURCE)
    places = pages()
    for name, place in places.items():
        page = SOURCE / place
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(moved((ROOT / name).read_text("utf-8"), name, places), encoding="utf-8")


def make_offline(site: Path) -> None:
    """Replace what the theme would load from another host."""
    (worker,) = site.glob("assets/javascripts/workers/search.*.js")
    source = re.sub(r"//# sourceMappingURL=.*", "", worker.read_text("utf-8"))
    script = site / "assets" / "javascripts" / "file-worker.js"
    script.write_text(LOCAL_WORKER % json.dumps(source), encoding="utf-8")
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        local = os.path.relpath(script, page.parent)
        text = text.replace(REMOTE_WORKER, local)
        if remote := REMOTE.search(text):
            sys.exit(f"{page} loads from another host: {remote[0]}")
        page.write_text(text, encoding="utf-8")


def main() -> None:
    """Build the site; exit with the code of Zensical."""
    assemble()
    shutil.rmtree(SITE, ignore_errors=True)
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict"]
    if code := subprocess.run(command, cwd=ROOT, check=False).returncode:  # noqa: S603 - our own command
        sys.exit(code)
    make_offline(SITE)


if __name__ == "__main__":
    main()
