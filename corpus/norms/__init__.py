"""The norms behind the documents: cards, status, and imported copies."""
