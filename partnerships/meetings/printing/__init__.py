"""Minutes and agenda packs as PDFs: one pagination for every circle of readers."""
