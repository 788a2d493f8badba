"""Pictures inside a Word document."""

from portal.office.looks import LOOKS
from portal.office.model import Image
from portal.office.pictures import Pictures, StoredPicture, fitted_size
from portal.office.xml_text import escaped

EMU_PER_MM = 36_000
EMU_PER_TWIP = 635
EMU_PER_POINT = 12_700
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
        wide, tall = fitted_size(image, width * EMU_PER_TWIP, height * EMU_PER_TWIP, EMU_PER_MM)
        extent, name, graphic = self._drawn(image, wide, tall)
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f"{extent}{name}{graphic}</wp:inline></w:drawing></w:r>"
        )

    def stamp(self, image: Image, style: str) -> str:
        """The run after the last character of a line of `style` that lays `image` over that character."""
        wide, tall = round(image.width_mm * EMU_PER_MM), round(image.height_mm * EMU_PER_MM)
        extent, name, graphic = self._drawn(image, wide, tall)
        look = LOOKS[style]
        left = -(round((look.size / 2 + look.spacing) * EMU_PER_POINT) + wide // 2)
        return (
            '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
            f'relativeHeight="{self._shown}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
            '<wp:simplePos x="0" y="0"/>'
            f'<wp:positionH relativeFrom="character"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
            f'<wp:positionV relativeFrom="line"><wp:align>center</wp:align></wp:positionV>'
            f"{extent}<wp:wrapNone/>{name}{graphic}</wp:anchor></w:drawing></w:r>"
        )

    def _drawn(self, image: Image, wide: int, tall: int) -> tuple[str, str, str]:
        """Extent, name and picture of a drawing, as both kinds of it hold them."""
        picture = self.store(image)
        self._shown += 1
        size = f'cx="{wide}" cy="{tall}"'
        name = f'id="{self._shown}" name="{picture.name}" descr="{escaped(image.alt)}"'
        graphic = (
            f'<a:graphic><a:graphicData uri="{PICTURE}"><pic:pic>'
            f"<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
            f'<a:blip r:embed="{relationship(picture)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>"
        )
        return f"<wp:extent {size}/>", f"<wp:docPr {name}/>", graphic
