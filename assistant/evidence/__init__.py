"""What a case's documents show for every indicator."""
