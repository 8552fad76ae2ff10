"""Readers of the formats that reference managers, databases and services export."""
