"""What can happen to meetings, minutes, decisions and actions."""
