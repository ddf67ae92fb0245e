"""Dashboards of national results: what each page shows, from published cells alone."""
