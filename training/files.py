"""Write artifacts as JSON."""

import json
from pathlib import Path


def write_json(path: Path, content: object) -> None:
    """Write `content` on one line, the same bytes for the same content."""
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
