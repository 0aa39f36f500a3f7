"""From a question to a cited answer, and conversations that last."""
