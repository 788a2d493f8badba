"""Files: what people attach to records, kept by content, checked before it is taken and read for the search."""


def includeme(config: object) -> None:
    """Nothing to register yet."""
