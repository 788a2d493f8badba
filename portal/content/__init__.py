"""The content model: what people write, as typed blocks in JSON, and the functions over it.

One ``schema.json`` says which blocks exist; the editor and the server's validator both read it.
But for the last line of the list nothing here knows the database or a request: every piece is tested by its values.

schema     which nodes exist; features register more
validate   text from outside -> a document that can be trusted, or an error that says where
build      small constructors;  tree: reading nodes;  grid, tables: merged cells
marks      item marks (1. 가. 1) …), computed and never stored
page       HTML for reading;  plain: text for search and mail;  diff: what changed
merge      two people's edits of one text, block by block
inline, nojs   editing without JavaScript, one block a page
services, views, pages, editing   sections of records: saving, polling, pages, the editor's frame
"""

from typing import Any


def includeme(config: Any) -> None:
    """The addresses and pages of sections."""
    config.include("portal.content.views")
    config.include("portal.content.pages")
    config.include("portal.content.copy_pages")
