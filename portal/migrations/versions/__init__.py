"""The versions of the schema; a package, so that the wheel carries them."""
