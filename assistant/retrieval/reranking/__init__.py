"""Puts the best papers of a search in a better order, behind one small interface."""
