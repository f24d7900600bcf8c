"""Draw the icons under which a phone keeps the light page: a lit house on the app's red.

The symbol is cut out of our own icon font: `python scripts/make_app_icons.py`.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from stationmap.web.icons import glyph

WEB = Path(__file__).parents[1] / "src" / "stationmap" / "web"
SIZES_PX = (192, 512)
RED, WHITE = "#b5341c", "#ffffff"
SHARE = 0.56
"""How much of the side the symbol takes; what masks may cut off stays red."""
COLOURS = 16


def symbol_font(size_px: int) -> ImageFont.FreeTypeFont:
    """Return our icon font, unpacked for Pillow."""
    font = TTFont(WEB / "icons.woff2")
    font.flavor = None
    unpacked = BytesIO()
    font.save(unpacked)
    unpacked.seek(0)
    return ImageFont.truetype(unpacked, size_px)


def app_icon(size_px: int) -> Image.Image:
    """Return the icon, square: the phone rounds it as it likes."""
    picture = Image.new("RGB", (size_px, size_px), RED)
    draw = ImageDraw.Draw(picture)
    middle = size_px / 2
    draw.text(
        (middle, middle),
        glyph("home"),
        font=symbol_font(round(size_px * SHARE)),
        fill=WHITE,
        anchor="mm",
    )
    return picture.quantize(COLOURS)


if __name__ == "__main__":
    for size_px in SIZES_PX:
        target = WEB / "light" / "static" / f"icon-{size_px}.png"
        app_icon(size_px).save(target, optimize=True)
