"""Pages of dispatch and receipt."""
