"""Measures the performance budgets side by side with a reference: ``python -m tools.bench``.

Absolute times say little on somebody else's machine, so each budget is a ratio of two things done alternately in the
same process on the same data: ours, and the fastest or the stock way to do the same.
"""
