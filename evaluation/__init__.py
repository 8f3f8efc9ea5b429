"""Scores, folds, labelled folders and plain-text renderings, shared by training, benchmarks and tests; not shipped."""
