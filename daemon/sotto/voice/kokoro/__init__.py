"""Kokoro and its family (format 4): heavy voices, spoken by a process of their own."""
