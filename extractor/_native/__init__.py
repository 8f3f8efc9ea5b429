"""Compiled twins of functions that take much time. `extractor.compiled` chooses them; each module names its twin."""
