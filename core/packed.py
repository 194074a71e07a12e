"""Bytes packed into a text, to be carried in a hidden field or a cell and come back later."""

import base64
import zlib

MOST_UNPACKED = 32 * 1024 * 1024


def packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content, 9)).decode()


def unpacked(text: str, most: int = MOST_UNPACKED) -> bytes:
    """ValueError where it is not what ``packed`` made, or more than is asked for."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(base64.b64decode(text, validate=True), most)
    except zlib.error as error:
        raise ValueError("not packed") from error
    if not unpacking.eof:
        raise ValueError("too much, or cut")
    return content
