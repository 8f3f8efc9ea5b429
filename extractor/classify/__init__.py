"""Trained models: the page type, and for each block or line the probability that it is content."""
