"""A clause and its norms, beside a conversation and on a page of its own."""
