"""Pages of decisions and action items."""
