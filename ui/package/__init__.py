"""One file that holds a whole case, and its verification without any home (docs/formats.md)."""
