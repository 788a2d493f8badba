"""The pictures that stand in texts, as office files want them."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.content.schema import Node
from portal.content.tree import attr, walk
from portal.files.models import Attachment
from portal.files.store import BlobStore
from portal.office.model import Picture


def pictures_in(session: Session, store: BlobStore, texts: Iterable[Node]) -> dict[str, Picture]:
    """The pictures in these texts by the uid of their attachment. Raises BlobDamaged."""
    uids = {str(attr(node, "attachment")) for text in texts for node in walk(text) if node["type"] == "image"}
    found = {}
    for attachment in session.scalars(select(Attachment).where(Attachment.uid.in_(uids))) if uids else ():
        with store.open(attachment.sha256) as stream:
            found[attachment.uid] = Picture(stream.read(), attachment.media_type)
    return found
