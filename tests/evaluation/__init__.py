"""Tests of scores, folds, labelled folders and renderings."""
