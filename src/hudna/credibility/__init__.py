"""The stress test: would each party and each guarantor rather keep the deal than break it, and what would make it so."""

from hudna.credibility.inputs import Inputs, Leaf, check, leaves, take_draws

__all__ = ["Inputs", "Leaf", "check", "leaves", "take_draws"]
