"""The one exception a command tells its user as a plain sentence."""


class CommandFault(Exception):
    """Something the person at the keyboard can mend; the text says what and how."""
