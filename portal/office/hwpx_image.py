"""Pictures inside a 한글 document: stand in a line like a character, so that they move with the text."""

from portal.office.hwpx_opening import MATRIX, corners
from portal.office.hwpx_package import picture_id
from portal.office.model import Image
from portal.office.pictures import Pictures, fitted_size
from portal.office.xml_text import escaped

UNITS_PER_MM = 7200 / 25.4
NO_MARGIN = 'left="0" right="0" top="0" bottom="0"'


class HwpxImages(Pictures):
    """The pictures of one 한글 document."""

    def picture(self, image: Image, width: int, height: int, number: int) -> tuple[str, int]:
        """The object `number` that shows `image` no wider than `width` and no taller than most of `height`; its height.

        Lengths are HWPUNIT.
        """
        stored = self.store(image)
        wide, tall = fitted_size(image, width, height, UNITS_PER_MM)
        size = f'width="{wide}" height="{tall}"'
        xml = (
            f'<hp:pic id="{number}" zOrder="{number}" numberingType="PICTURE" textWrap="TOP_AND_BOTTOM" '
            f'textFlow="BOTH_SIDES" lock="0" dropcapstyle="None" href="" groupLevel="0" instid="{number}" reverse="0">'
            f'<hp:offset x="0" y="0"/><hp:orgSz {size}/><hp:curSz {size}/><hp:flip horizontal="0" vertical="0"/>'
            f'<hp:rotationInfo angle="0" centerX="{wide // 2}" centerY="{tall // 2}" rotateimage="1"/>'
            f"<hp:renderingInfo><hc:transMatrix {MATRIX}/><hc:scaMatrix {MATRIX}/><hc:rotMatrix {MATRIX}/>"
            f"</hp:renderingInfo><hp:imgRect>{corners(wide, tall)}</hp:imgRect>"
            f'<hp:imgClip left="0" right="{wide}" top="0" bottom="{tall}"/>'
            f'<hp:inMargin {NO_MARGIN}/><hp:imgDim dimwidth="{wide}" dimheight="{tall}"/>'
            f'<hc:img binaryItemIDRef="{picture_id(stored)}" bright="0" contrast="0" effect="REAL_PIC" alpha="0"/>'
            f'<hp:effects/><hp:sz {size} widthRelTo="ABSOLUTE" heightRelTo="ABSOLUTE" protect="0"/>'
            '<hp:pos treatAsChar="1" affectLSpacing="0" flowWithText="1" allowOverlap="0" holdAnchorAndSO="0" '
            'vertRelTo="PARA" horzRelTo="COLUMN" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"/>'
            f"<hp:outMargin {NO_MARGIN}/><hp:shapeComment>{escaped(image.alt)}</hp:shapeComment></hp:pic>"
        )
        return xml, tall
