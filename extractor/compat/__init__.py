"""Functions with the parameters and results of other extractors, so that a program can change its import alone."""
