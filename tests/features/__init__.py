"""Tests of what the engines measure."""
