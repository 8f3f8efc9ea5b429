"""Features that HTML blocks and plain-text lines share."""
