"""Measures what a change could make worse: cold start, memory, AWS calls, processor time and growth."""
