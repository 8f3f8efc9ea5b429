"""LightGBM needs `libgomp1` of the system; where that is missing, the training cannot run and is not tested."""

collect_ignore: list[str] = []
try:
    import lightgbm  # noqa: F401
except OSError:
    collect_ignore.append("test_learners.py")
