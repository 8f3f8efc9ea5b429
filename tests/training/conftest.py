"""LightGBM needs a library of the system; without it nothing here can run, and the suite says so."""

import pytest

pytest.importorskip("lightgbm", reason="LightGBM does not load: apt-get install libgomp1", exc_type=OSError)
