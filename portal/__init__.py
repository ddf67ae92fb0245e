"""The LSP Portal: the roof and the ground floor."""
