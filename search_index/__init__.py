"""Korean full-text search over every record."""


def includeme(config: object) -> None:
    """Nothing to register yet."""
