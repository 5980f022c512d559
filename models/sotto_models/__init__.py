"""Offline pipeline that trains the bundled voices; nothing here runs in the daemon."""

import os

# ONNX Runtime must learn this before it is imported, or it reports its use over the network.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
