"""A name for queries of columns of any number and kind."""

from typing import Any

from sqlalchemy import Select

Columns = Select[*tuple[Any, ...]]
