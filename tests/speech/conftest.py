"""Sound for the speaker's tests that hear it."""

from sound_fixtures import recorder, session, shared_recorder

__all__ = ["recorder", "session", "shared_recorder"]
