"""Judges of support behind one interface, and the sentinels that judge the judges."""
