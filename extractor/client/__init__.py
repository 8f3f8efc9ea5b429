"""Clients of the HTTP service, for code with threads and for asyncio. They need the extra `client`."""

from extractor.client.aio import AsyncClient
from extractor.client.answers import Answer, Page, ServiceError
from extractor.client.sync import Client

__all__ = ["Answer", "AsyncClient", "Client", "Page", "ServiceError"]
