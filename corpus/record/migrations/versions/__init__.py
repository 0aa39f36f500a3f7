"""One module a version; what is written here stays as it is once it was released."""
