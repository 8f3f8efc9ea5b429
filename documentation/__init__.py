"""The documentation site: generated reference pages and the build. Not in the wheel."""
