"""Tests of the instrument itself: it measures what it says, and notices a bad judge."""
