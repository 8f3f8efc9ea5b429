"""The HTTP service: an aiohttp application that extracts pages in worker processes."""
