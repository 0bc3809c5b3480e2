"""What people do, what goes wrong, and what can be seen of it: the sandbox's own addresses."""
