"""Evidence of each indicator, decided by a person beside the page it stands on."""
