"""Orca with Sotto: its settings, speech that is ready ahead of time, reading without Orca."""
