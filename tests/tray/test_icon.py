"""The icon is legible on any panel, and its outline alone tells each state, down to 16 pixels."""

from __future__ import annotations

import io
import itertools
import subprocess

import pytest
from PIL import Image, ImageChops, ImageStat
from tests.system.session_bus import PROGRAMS

from scord_tray.icon import DEFAULT_SIZE, draw
from scord_tray.model import Shape, View

SIZES = (16, 20, 22, 24, 32, 48, 64)
PANELS = {"white": (255, 255, 255), "black": (0, 0, 0), "grey": (128, 128, 128)}

# WCAG 2.2, 1.4.11: graphical objects have a contrast of 3:1 at least against what is next to them.
CONTRAST = 3.0


def icon(shape: Shape, badge: str = "", size: int = DEFAULT_SIZE) -> Image.Image:
    return draw(View(shape, badge, "", ()), size)


def on_panel(image: Image.Image, panel: str) -> Image.Image:
    ground = Image.new("RGBA", image.size, (*PANELS[panel], 255))
    return Image.alpha_composite(ground, image).convert("RGB")


def luminance(colour: tuple[int, ...]) -> float:
    """WCAG's relative luminance."""
    linear = [
        part / 12.92 if (part := value / 255) <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for value in colour
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def standing_out(image: Image.Image, panel: str) -> int:
    """How many pixels stand out from the panel."""
    seen = on_panel(image, panel)
    pixels = seen.get_flattened_data()
    return sum(contrast(pixel, PANELS[panel]) >= CONTRAST for pixel in pixels)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shape", Shape)
def test_an_icon_has_the_size_asked_for_and_stands_on_nothing(shape: Shape, size: int) -> None:
    image = icon(shape, size=size)
    assert (image.size, image.mode) == ((size, size), "RGBA")
    assert image.getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shape", Shape)
def test_every_shape_stands_out_from_every_panel(shape: Shape, size: int, panel: str) -> None:
    """With as many pixels as a line across the icon has, and half as many again."""
    assert standing_out(icon(shape, size=size), panel) > 1.5 * size


def test_a_cross_without_its_outlines_would_not_stand_out_from_a_grey_panel() -> None:
    assert standing_out(Image.new("RGBA", (16, 16), (150, 152, 156, 255)), "grey") == 0


@pytest.mark.parametrize("badge", ["", "7"])
@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(Shape, 2)))
def test_shapes_differ_without_colour_at_16_pixels(one: Shape, other: Shape, badge: str) -> None:
    """By their silhouettes: what a person who sees no colours has to go by."""
    outlines = [icon(shape, badge, 16).getchannel("A") for shape in (one, other)]
    difference = ImageStat.Stat(ImageChops.difference(*outlines)).mean[0]
    assert difference > 0.07 * 255


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("badge", ["1", "42", "99+"])
def test_a_badge_covers_a_part_of_the_icon_and_leaves_the_rest(badge: str, size: int) -> None:
    plain, marked = icon(Shape.OCTAGON, size=size), icon(Shape.OCTAGON, badge, size)
    changed = ImageChops.difference(plain.convert("RGB"), marked.convert("RGB")).getbbox()
    assert changed is not None
    left, top, right, bottom = changed
    assert top >= size * 0.35  # the upper part stays: by it the shape is known
    assert (right, bottom) == (size, size)
    assert left >= 0


@pytest.mark.parametrize("size", SIZES)
def test_each_number_gives_its_own_badge(size: int) -> None:
    badges = ["1", "2", "3", "7", "8", "12", "99+"]
    assert len({icon(Shape.DIAMOND, badge, size).tobytes() for badge in badges}) == len(badges)


@pytest.mark.parametrize("size", [16, 22, 64])
def test_the_digits_of_a_badge_are_white_on_red(size: int) -> None:
    assert white_in_badge(icon(Shape.DIAMOND, "8", size)) >= 4


def white_in_badge(image: Image.Image) -> int:
    """Light pixels inside the badge's own edge."""
    size = image.width
    inside = image.crop((size * 5 // 8, size * 5 // 8, size - 2, size - 2)).convert("RGB")
    return sum(min(pixel) > 150 for pixel in inside.get_flattened_data())


PROBE = """
import sys
import gi
gi.require_version("Gtk", "3.0")
from gi.repository import Gtk
from scord_tray.icon import draw
from scord_tray.model import Shape, View
draw(View(Shape.DIAMOND, "8", "", ())).save(sys.stdout.buffer, "PNG")
"""


@pytest.mark.system
def test_the_badge_is_drawn_in_a_process_that_has_loaded_gtk() -> None:
    """Pillow 12 and 13 draw no text there in their usual layout, and say nothing."""
    drawn = subprocess.run([PROGRAMS / "python", "-c", PROBE], capture_output=True, check=True)
    assert Image.open(io.BytesIO(drawn.stdout)).tobytes() == icon(Shape.DIAMOND, "8").tobytes()
