"""The home: cases, the sample case, the tour."""
