"""The content editor in a real browser."""
