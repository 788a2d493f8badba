"""Pages of 메모보고."""
