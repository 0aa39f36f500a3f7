"""Judging row by row, on sheets of one or of many."""
