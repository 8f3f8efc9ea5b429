"""Side-by-side runs of the library over labelled data; not shipped in the wheel."""
