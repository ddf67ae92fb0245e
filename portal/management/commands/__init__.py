"""manage.py commands of the portal."""
