"""Recipes: rebuild from published material what ships as a binary file."""
