"""Benchmarks of quality, speed, memory and robustness. They are not part of the wheel."""
