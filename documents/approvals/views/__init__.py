"""Pages of approval documents."""
