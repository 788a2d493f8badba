"""Pictures inside a 한글 document: stand in a line like a character, so that they move with the text."""

from portal.office.hwpx_opening import MATRIX, corners
from portal.office.hwpx_package import picture_id
from portal.office.model import Image
from portal.office.picture_size import pixels_of
from portal.office.pictures import Pictures, fitted_size
from portal.office.xml_text import escaped

UNITS_PER_MM = 7200 / 25.4
UNITS_PER_PIXEL = 75
IN_LINE = (
    'treatAsChar="1" affectLSpacing="0" flowWithText="1" allowOverlap="0" holdAnchorAndSO="0" '
    'vertRelTo="PARA" horzRelTo="COLUMN" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"'
)
OVER_TEXT = (
    'treatAsChar="0" affectLSpacing="0" flowWithText="0" allowOverlap="1" holdAnchorAndSO="0" '
    'vertRelTo="PARA" horzRelTo="PARA" vertAlign="TOP" horzAlign="LEFT" vertOffset="{top}" horzOffset="{left}"'
)
NO_MARGIN = 'left="0" right="0" top="0" bottom="0"'


class HwpxImages(Pictures):
    """The pictures of one 한글 document."""

    def picture(self, image: Image, width: int, height: int, number: int) -> tuple[str, int]:
        """The object `number` that shows `image` no wider than `width` and no taller than most of `height`; its height.

        Lengths are HWPUNIT.
        """
        wide, tall = fitted_size(image, width, height, UNITS_PER_MM)
        return self._object(image, (wide, tall), number, "TOP_AND_BOTTOM", IN_LINE), tall

    def stamp(self, image: Image, middle: tuple[int, int], number: int) -> str:
        """The object `number` that lays `image` over a paragraph, its middle so far from the paragraph's corner."""
        wide, tall = round(image.width_mm * UNITS_PER_MM), round(image.height_mm * UNITS_PER_MM)
        # what lies above the paragraph is written as 한글 writes it, without a sign in 32 bits
        place = OVER_TEXT.format(left=middle[0] - wide // 2, top=(middle[1] - tall // 2) % (1 << 32))
        return self._object(image, (wide, tall), number, "IN_FRONT_OF_TEXT", place)

    def _object(self, image: Image, measures: tuple[int, int], number: int, wrap: str, place: str) -> str:
        stored = self.store(image)
        wide, tall = measures
        # 한글 counts the part of a picture that is shown in pixels of a screen, whatever its size on paper
        whole = [UNITS_PER_PIXEL * pixels for pixels in pixels_of(image.data) or ()] or measures
        size = f'width="{wide}" height="{tall}"'
        return (
            f'<hp:pic id="{number}" zOrder="{number}" numberingType="PICTURE" textWrap="{wrap}" '
            f'textFlow="BOTH_SIDES" lock="0" dropcapstyle="None" href="" groupLevel="0" instid="{number}" reverse="0">'
            f'<hp:offset x="0" y="0"/><hp:orgSz {size}/><hp:curSz {size}/><hp:flip horizontal="0" vertical="0"/>'
            f'<hp:rotationInfo angle="0" centerX="{wide // 2}" centerY="{tall // 2}" rotateimage="1"/>'
            f"<hp:renderingInfo><hc:transMatrix {MATRIX}/><hc:scaMatrix {MATRIX}/><hc:rotMatrix {MATRIX}/>"
            f"</hp:renderingInfo><hp:imgRect>{corners(wide, tall)}</hp:imgRect>"
            f'<hp:imgClip left="0" right="{whole[0]}" top="0" bottom="{whole[1]}"/>'
            f'<hp:inMargin {NO_MARGIN}/><hp:imgDim dimwidth="{whole[0]}" dimheight="{whole[1]}"/>'
            f'<hc:img binaryItemIDRef="{picture_id(stored)}" bright="0" contrast="0" effect="REAL_PIC" alpha="0"/>'
            f'<hp:effects/><hp:sz {size} widthRelTo="ABSOLUTE" heightRelTo="ABSOLUTE" protect="0"/>'
            f"<hp:pos {place}/>"
            f"<hp:outMargin {NO_MARGIN}/><hp:shapeComment>{escaped(image.alt)}</hp:shapeComment></hp:pic>"
        )
