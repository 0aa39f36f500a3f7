"""What a sheet comes to."""
