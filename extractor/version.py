"""The version, in the one place that packaging, library and service read it from."""

__version__ = "0.1.0"
