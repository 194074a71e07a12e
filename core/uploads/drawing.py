"""Draws a picture anew: a program of its own, which ``core.uploads.pictures`` starts for each.

What it is to do is its one argument, as JSON. The picture is its standard input, a file in whose
place it puts the new one; the thumbnail is what it writes. Its exit code says how it went. It
imports nothing of the product, so that it starts in a moment.
"""

import json
import resource
import sys
from contextlib import suppress
from io import BytesIO
from math import ceil
from typing import IO, Any

import pillow_heif
from PIL import ExifTags, Image, ImageCms, ImageOps

DRAWN, DAMAGED, TOO_MANY_PIXELS, TOO_HEAVY = 0, 10, 11, 12  # exit codes; others are Python's own

STRIP = 128  # rows of what becomes of a picture

pillow_heif.register_heif_opener()


def answer(file: IO[bytes], order: dict[str, Any]) -> tuple[int, bytes]:
    """The exit code, and the thumbnail of what then stands in the picture's place."""
    Image.MAX_IMAGE_PIXELS = None  # counted below, by the limit of its kind
    try:
        original: Image.Image = Image.open(file, formats=[order["read_as"]])
        if original.width * original.height > order["max_pixels"]:
            return TOO_MANY_PIXELS, b""
        if order["read_as"] == "HEIF":
            file.seek(0)
            original = _of_strips(file, order["side"])
        image = _upright_and_bare(original, order["side"])
        if order["saved_as"] == "JPEG" and image.mode != "L":
            image = image.convert("RGB")
        picture = _saved(image, order["saved_as"], quality=85)
    except MemoryError:
        return TOO_HEAVY, b""
    except Exception:  # readers of pictures raise nearly anything; all of it means one thing
        return DAMAGED, b""
    file.seek(0)
    file.truncate()
    file.write(picture.getbuffer())
    image.thumbnail((order["thumbnail_side"],) * 2, Image.Resampling.LANCZOS)
    return DRAWN, _saved(image, "WEBP", quality=70).getvalue()


def _saved(image: Image.Image, kind: str, quality: int) -> BytesIO:
    target = BytesIO()
    image.save(target, kind, quality=quality)  # PNG, which loses nothing, takes no notice
    return target


def _upright_and_bare(original: Image.Image, side: int) -> Image.Image:
    """The picture the right way up, no larger than ``side``, without anything but its pixels."""
    shrink = side / max(original.size)
    if shrink < 1:
        # Thumbnail asks for this too, but of a square, which spares an oblong JPEG nothing.
        original.draft(None, (ceil(original.width * shrink), ceil(original.height * shrink)))
    image = _plain_colours(original)
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    bare.getexif()[ExifTags.Base.Orientation] = _orientation(original)
    return ImageOps.exif_transpose(bare)


def _of_strips(file: IO[bytes], side: int) -> Image.Image:
    """A HEIC, smaller by a whole factor. Its library decodes it whole, turned as it is to be seen;
    taken over strip by strip, it is not whole in the memory a second time.
    """
    heif = pillow_heif.open_heif(file)
    (width, height), pixels, stride = heif.size, heif.data, heif.stride
    factor = max(1, max(heif.size) // side)
    rows = factor * STRIP
    whole = None
    for top in range(0, height, rows):
        size = width, min(rows, height - top)
        part = pixels[top * stride : (top + size[1]) * stride]
        strip = Image.frombuffer(heif.mode, size, part, "raw", heif.mode, stride, 1)
        strip.info["icc_profile"] = heif.info.get("icc_profile")
        strip = _plain_colours(strip).reduce(factor)
        whole = whole or Image.new(strip.mode, (ceil(width / factor), ceil(height / factor)))
        whole.paste(strip, (0, top // factor))
    assert whole  # noqa: S101 - it has at least one row
    return whole


def _plain_colours(image: Image.Image) -> Image.Image:
    """Grey or the screen's RGB, with alpha where the picture has any: fit to be scaled and saved.

    A colour means what the picture's profile says, and the profile is not kept.
    """
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # sixteen bits of grey, which Pillow would cut off at white
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode not in ("L", "RGB", "RGBA", "CMYK") or "transparency" in image.info:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if profile:
        image = _in_srgb(image, profile)
    return image.convert("RGB") if image.mode == "CMYK" else image


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """By the profile; as it is where that is damaged, or made for other colours than it has."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    image.load()
    with suppress(ImageCms.PyCMSError, OSError, ValueError):
        transform = ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            image.mode,
            mode,
        )
        if image.mode != mode:
            return transform.apply(image)
        transform.apply_in_place(image)
    return image


def _orientation(image: Image.Image) -> int:
    try:
        return image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # damaged metadata is dropped anyway, so no reason to refuse the picture
        return 1


def main() -> int:
    order = json.loads(sys.argv[1])
    # Where the system sets narrower limits, or knows none of these, they stay.
    with suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (order["bytes"], order["bytes"]))
    with suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))
    with open(0, "r+b", closefd=False) as file:
        code, thumbnail = answer(file, order)
    sys.stdout.buffer.write(thumbnail)
    return code


if __name__ == "__main__":
    sys.exit(main())
