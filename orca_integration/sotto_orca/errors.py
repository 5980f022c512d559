"""What can go wrong with Orca's settings and with the screen; one root."""

from __future__ import annotations


class OrcaError(Exception):
    """Root of the errors of this package."""


class OrcaMissingError(OrcaError, LookupError):
    """Orca, or a program that its version needs, is not installed."""


class OrcaRunningError(OrcaError, RuntimeError):
    """Orca runs and would not notice, or would write over, a change of its settings."""


class OrcaSettingsError(OrcaError, ValueError):
    """Orca's settings, or what we kept of them, are not what they should be."""


class ScreenError(OrcaError, RuntimeError):
    """The accessibility bus does not answer, or shows nothing that could be read."""
