"""Errors of the module: one root, each leaf also the builtin a caller would expect."""

from __future__ import annotations


class ModuleError(Exception):
    """Root of every error that the module raises on purpose."""


class ConfigurationError(ModuleError, ValueError):
    """The configuration file cannot be read as what it should be."""


class PlainVoiceError(ModuleError, RuntimeError):
    """libespeak-ng is not there or refuses to speak."""
