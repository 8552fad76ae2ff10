"""Runs ONNX files on the processor; the only module that knows onnxruntime."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import onnxruntime


def session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """Return a model ready to run; `threads` 0 means one for each processor core."""
    # Else it keeps a device id in the user's home and looks for its maker's server.  It is read
    # when the module is loaded.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or os.cpu_count() or 1
    # Spinning threads between batches take the other core from tokenising and writing.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
