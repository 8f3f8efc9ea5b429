"""Structured data of a page: meta tags, links, JSON-LD, microdata and RDFa."""
