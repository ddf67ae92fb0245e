"""The return on paper: a draft as it stands, or a receipt with all answers as signed off."""
