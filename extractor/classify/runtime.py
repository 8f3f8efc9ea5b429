"""Load ONNX Runtime without telemetry."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

TELEMETRY_SETTING = "ORT_DISABLE_TELEMETRY"


@lru_cache(maxsize=1)
def _runtime() -> Any:
    """Import ONNX Runtime when the first model is loaded.

    On import it starts to keep a database of telemetry in the home directory, unless this setting is 1. The environment
    is as before afterwards; who wants telemetry sets it to 0.
    """
    given = os.environ.get(TELEMETRY_SETTING)
    os.environ.setdefault(TELEMETRY_SETTING, "1")
    try:
        import onnxruntime  # noqa: PLC0415 - see above
    finally:
        if given is None:
            del os.environ[TELEMETRY_SETTING]
    return onnxruntime


def open_session(file: Path) -> Any:
    """Open an ONNX model for one thread: one page is small, and pages are extracted in processes."""
    runtime = _runtime()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return runtime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
