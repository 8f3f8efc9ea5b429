"""The packages that integrations need, some of which only `make integrations` installs."""

import importlib.util

import pytest

PACKAGES = {
    "crawl4ai": "crawl4ai",
    "datasets": "datasets",
    "datatrove": "datatrove",
    "duckdb": "duckdb",
    "haystack": "haystack",
    "langchain": "langchain_core",
    "llama-index": "llama_index",
    "mcp": "mcp",
    "polars": "polars",
    "scrapy": "scrapy",
}
"""By extra, which is also the name of the page in docs/integrations/."""


def need(extra: str) -> None:
    """Skip a test whose package is not installed."""
    if importlib.util.find_spec(PACKAGES[extra]) is None:
        pytest.skip(f"{PACKAGES[extra]} is not installed: `make integrations` runs this test", allow_module_level=True)
