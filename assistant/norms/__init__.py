"""Questions on norms, answered from cards and from the user's own copies."""
