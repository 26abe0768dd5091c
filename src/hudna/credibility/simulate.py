"""The deal day by day, as its solution says everybody behaves: for survival, and as the judge of the solved values.

One draw is simulated at a time, many runs at once. Every incident opens a file of its own, so that sanctions and walk-outs can overlap,
which the solved values leave out. Only days with something in them cost time.
Source: docs/guide/stress.md.
"""

from hudna.credibility.punishments import temptation  # noqa: F401
