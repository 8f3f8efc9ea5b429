"""Adapters for other tools, one module a tool; each needs an extra of the distribution (docs/integrations/)."""
