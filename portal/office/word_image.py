"""Pictures inside a Word document: fitted to the column, each stored once however often it is shown."""

import hashlib

from portal.office.model import Image
from portal.office.skeleton import IMAGE_TYPES, ImagePart
from portal.office.xml_text import escaped

EMU_PER_MM = 36_000
EMU_PER_TWIP = 635
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
TALLEST = 0.8  # of the text area: room for a caption


class Images:
    """The pictures of one document."""

    def __init__(self) -> None:
        self.parts: list[ImagePart] = []
        self._known: dict[str, ImagePart] = {}
        self._shown = 0

    def run(self, image: Image, width: int, height: int) -> str:
        """The run that shows `image` no wider than `width` and no taller than most of `height` (twips)."""
        if image.mime not in IMAGE_TYPES:
            raise ValueError(f"no picture for a document: {image.mime}")
        self._shown += 1
        part = self._part(image)
        wide, tall = image.width_mm * EMU_PER_MM, image.height_mm * EMU_PER_MM
        scale = min(1.0, width * EMU_PER_TWIP / wide, height * TALLEST * EMU_PER_TWIP / tall)
        size = f'cx="{max(round(wide * scale), 1)}" cy="{max(round(tall * scale), 1)}"'
        name = f'id="{self._shown}" name="{part.name}" descr="{escaped(image.alt)}"'
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:docPr {name}/><a:graphic><a:graphicData uri="{PICTURE}"><pic:pic>'
            f"<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
            f'<a:blip r:embed="{part.relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    def _part(self, image: Image) -> ImagePart:
        digest = hashlib.sha256(image.data).hexdigest()
        if digest not in self._known:
            number = len(self.parts) + 1
            name = f"sillok{number}.{IMAGE_TYPES[image.mime]}"
            self._known[digest] = ImagePart(f"rIdSillokImage{number}", name, image.data)
            self.parts.append(self._known[digest])
        return self._known[digest]
