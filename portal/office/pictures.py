"""Pictures of one document, whatever file it becomes: each stored once however often it is shown."""

import hashlib
from dataclasses import dataclass

from portal.office.model import Image

EXTENSIONS = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif"}
TALLEST = 0.8  # of the text area: room for a caption


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture on its way into a document; `number` counts from 1."""

    number: int
    mime: str
    data: bytes

    @property
    def name(self) -> str:
        """The name of its file inside the document, unlike any of a template."""
        return f"sillok{self.number}.{EXTENSIONS[self.mime]}"


class Pictures:
    """The pictures of one document."""

    def __init__(self) -> None:
        self.stored: list[StoredPicture] = []
        self._known: dict[str, StoredPicture] = {}

    def store(self, image: Image) -> StoredPicture:
        """The stored picture of `image`. Raises ValueError for a kind no document shows."""
        if image.mime not in EXTENSIONS:
            raise ValueError(f"no picture for a document: {image.mime}")
        digest = hashlib.sha256(image.data).hexdigest()
        if digest not in self._known:
            self._known[digest] = StoredPicture(len(self.stored) + 1, image.mime, image.data)
            self.stored.append(self._known[digest])
        return self._known[digest]


def fitted_size(image: Image, width: int, height: int, units_per_mm: float) -> tuple[int, int]:
    """Width and height of `image` no wider than `width` and no taller than most of `height`, in whole units."""
    wide, tall = image.width_mm * units_per_mm, image.height_mm * units_per_mm
    scale = min(1.0, width / wide, height * TALLEST / tall)
    return max(round(wide * scale), 1), max(round(tall * scale), 1)
