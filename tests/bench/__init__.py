"""The figures of docs/benchmarks.md: ours, and the peer or the limit from the same run. ``make bench``."""
