"""A peer: the plain script that somebody who knows Pillow would write for this job.

`python pillow_script.py IMAGE PDF`: the background taken away, Otsu's threshold, 200 dpi on A4.
Runs in the peers' own environment, with Pillow alone.
"""

import sys

from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageSequence

A4 = (1654, 2339)  # px at 200 dpi


def bitonal(frame: Image.Image) -> Image.Image:
    grey = ImageOps.exif_transpose(frame).convert("L")
    grey = ImageOps.contain(grey, A4)
    paper = grey.reduce(8).filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(4))
    flat = ImageChops.invert(ImageChops.subtract(paper.resize(grey.size), grey))
    limit = otsu(flat.histogram())
    return flat.point(lambda value: 255 * (value > limit), "1")


def otsu(histogram: list[int]) -> int:
    """The grey that parts the histogram into its two most different halves."""
    total, weighted = sum(histogram), sum(i * n for i, n in enumerate(histogram))
    best, limit, below, below_weighted = -1.0, 0, 0, 0
    for value, count in enumerate(histogram):
        below, below_weighted = below + count, below_weighted + value * count
        above = total - below
        if not below or not above:
            continue
        apart = below_weighted / below - (weighted - below_weighted) / above
        if below * above * apart**2 > best:
            best, limit = below * above * apart**2, value
    return limit


def main(source: str, target: str) -> None:
    with Image.open(source) as image:
        image.draft("L", A4)
        first, *rest = [bitonal(frame) for frame in ImageSequence.Iterator(image)]
    first.save(target, "PDF", resolution=200, save_all=True, append_images=rest)


if __name__ == "__main__":
    main(*sys.argv[1:])
