"""Pages of 공람."""
