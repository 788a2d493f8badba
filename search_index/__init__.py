"""Korean full-text search over every record: analysis, index, queries, results page."""


def includeme(config: object) -> None:
    """Nothing to register yet."""
