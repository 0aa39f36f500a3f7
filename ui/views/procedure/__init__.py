"""The way of a case from the application to the certificate and on (4.4-4.10, 5, 7, 8.2)."""
