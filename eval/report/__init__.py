"""Scored runs as HTML, Markdown, JSON and JUnit XML."""
