"""Explain an answer: which blocks were kept and why, and a report that shows it."""
