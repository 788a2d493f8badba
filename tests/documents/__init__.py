"""Approval documents and their blocks. The forms are registered as the application does, for tests without one."""

from documents import blocks

blocks.includeme(None)
