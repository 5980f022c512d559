"""Offline pipeline that trains the bundled voices; nothing here runs in the daemon."""
