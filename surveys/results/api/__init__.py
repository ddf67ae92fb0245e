"""/api/v1/editions/: national results, with the same disclosure control as page and PDF."""
