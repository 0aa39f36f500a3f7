"""What is handed over: the wheel, the image, the services."""
