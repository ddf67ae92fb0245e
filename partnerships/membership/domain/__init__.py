"""What can happen to people, bodies and roles."""
