"""What a page states about itself in meta tags, JSON-LD, microdata and RDFa."""
