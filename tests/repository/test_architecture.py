"""Modules import only from layers below their own; ARCHITECTURE.md draws the same list."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

# Lowest first; names on one line do not import each other.
LAYERS = (
    {"arrays", "compiled", "errors", "version"},
    {"explanation", "options", "records", "settings", "types", "workers"},
    {"extraction", "profiles"},
    {"input", "document"},
    {"parse"},
    {"structured_data"},
    {"features"},
    {"classify"},
    {"content", "metadata", "render"},
    {"explain"},
    {"pipeline"},
    {"entry"},
    {"preload"},
    {"fork_server"},
    {"service", "batch", "integrations", "compat", "client"},
    {"cli"},
    {"__main__"},
    {"_native"},
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
ROOT = Path(__file__).parents[2] / "extractor"
FILES = [path for path in sorted(ROOT.rglob("*.py")) if path != ROOT / "__init__.py"]
# The core takes values and returns values: what none of it may import, at any depth of its own code.
WORLD = {
    "aiohttp",
    "asyncio",
    "click",
    "httpx",
    "multiprocessing",
    "os",
    "pebble",
    "requests",
    "rich",
    "socket",
    "subprocess",
    "urllib3",
}
CORE = RANK["pipeline"]
COMPILED = ROOT / "compiled.py"  # it lets the environment choose Python
MAX_LINES = 300


def part(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own(path: Path) -> set[str]:
    """Rooms of the project that a module imports from."""
    return {name.split(".")[1] for name in imports(path) if name.startswith("extractor.")}


files = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))


@files
def test_imports_point_down(path: Path) -> None:
    here = part(path)

    assert not {other for other in own(path) if other in RANK and other != here and RANK[other] >= RANK[here]}


@files
def test_every_module_has_a_layer(path: Path) -> None:
    assert part(path) in RANK


@files
def test_modules_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


core_files = pytest.mark.parametrize(
    "path",
    [
        path
        for path in FILES
        if RANK[part(path)] <= CORE and part(path) not in {"settings", "workers"} and path != COMPILED
    ],
    ids=lambda path: str(path.relative_to(ROOT)),
)


@core_files
def test_core_knows_nothing_of_the_world(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & WORLD


@core_files
def test_core_imports_neither_settings_nor_workers(path: Path) -> None:
    assert not own(path) & {"settings", "workers"}


def test_workers_import_nothing_but_errors() -> None:
    assert {room for path in FILES if part(path) == "workers" for room in own(path)} == {"errors", "workers"}


def test_nothing_imports_the_fork_server_module() -> None:
    assert not [path for path in FILES if "fork_server" in own(path)]


def test_only_workers_knows_processes() -> None:
    knowing = {
        part(path) for path in FILES for name in imports(path) if name.split(".")[0] in {"multiprocessing", "pebble"}
    }

    assert knowing == {"workers"}


PACKAGES = sorted(ROOT.rglob("__init__.py"))


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_packages_have_no_logic(path: Path) -> None:
    statements = ast.parse(path.read_text(encoding="utf-8")).body
    names = [node for node in statements if isinstance(node, ast.Assign)]

    assert all(isinstance(node, ast.Expr | ast.ImportFrom | ast.Assign) for node in statements)
    assert all(isinstance(each, ast.Name) and each.id == "__all__" for node in names for each in node.targets)


def test_architecture_draws_these_layers() -> None:
    drawn = (ROOT.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    block = re.search(r"```layers\n(.*?)```", drawn, re.DOTALL)

    assert block, "ARCHITECTURE.md has no ```layers block"
    lines = [set(re.findall(r"[\w]+", line)) for line in block[1].strip().splitlines()]
    existing = {part(path) for path in FILES}
    assert lines == [layer & existing for layer in LAYERS if layer & existing]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_package_never_imports_its_tools(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & {"evaluation", "training", "benchmarks", "tests"}
