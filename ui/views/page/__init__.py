"""What all views stand in: the shell, where the page is, blocks whose buttons the server hears."""
