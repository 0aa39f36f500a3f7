"""Who may sign in: accounts with roles, their passwords and sessions. Nothing here knows cases."""
