"""Drawings: SVG as text, numbers in the drawing's own units, every one with a sentence as its label."""
