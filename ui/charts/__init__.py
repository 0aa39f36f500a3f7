"""Charts as SVG: pure functions from plain values, readable without colour, without scripts."""
