"""Stock Piper voices made ready for Sotto: checked, taken apart, tried. Needs the package `onnx`.

Everything here runs in a child process with limits: the files are a stranger's.
"""
