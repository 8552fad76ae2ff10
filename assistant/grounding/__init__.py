"""Statements + passages -> verdicts.  Knows no store and no model."""
