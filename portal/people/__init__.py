"""People: persons, accounts, departments, posts, bodies, memberships and duties, all with their dates."""


def includeme(config: object) -> None:
    """Nothing to register yet."""
