"""The HTTP service: a shell around the library. `make_app` builds it, `serve` runs it until it is told to stop."""

from extractor.service.app import make_app, serve

__all__ = ["make_app", "serve"]
