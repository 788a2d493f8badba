"""The content model: what people write, as typed blocks in JSON, and the functions over it.

One ``schema.json`` says which blocks exist; the editor and the server's validator both read it.
Nothing in this package knows the database or a request, so every piece can be tested by its values.

schema     which nodes exist; features register more
validate   text from outside -> a document that can be trusted, or an error that says where
build      small constructors;  tree: reading nodes;  grid, tables: merged cells
marks      item marks (1. 가. 1) …), computed and never stored
page       HTML for reading;  plain: text for search and mail;  diff: what changed
merge      two people's edits of one text, block by block
inline, nojs   editing without JavaScript, one block a page
"""


def includeme(config: object) -> None:
    """Nothing to register yet."""
