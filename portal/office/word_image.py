"""Pictures inside a Word document."""

from portal.office.model import Image
from portal.office.pictures import Pictures, StoredPicture, fitted_size
from portal.office.xml_text import escaped

EMU_PER_MM = 36_000
EMU_PER_TWIP = 635
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def relationship(picture: StoredPicture) -> str:
    """The id by which the document refers to it."""
    return f"rIdSillokImage{picture.number}"


class WordImages(Pictures):
    """The pictures of one Word document and how often they are shown."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = 0

    def run(self, image: Image, width: int, height: int) -> str:
        """The run that shows `image` no wider than `width` and no taller than most of `height` (twips)."""
        picture = self.store(image)
        self._shown += 1
        wide, tall = fitted_size(image, width * EMU_PER_TWIP, height * EMU_PER_TWIP, EMU_PER_MM)
        size = f'cx="{wide}" cy="{tall}"'
        name = f'id="{self._shown}" name="{picture.name}" descr="{escaped(image.alt)}"'
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:docPr {name}/><a:graphic><a:graphicData uri="{PICTURE}"><pic:pic>'
            f"<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
            f'<a:blip r:embed="{relationship(picture)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
