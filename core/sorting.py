"""Danish alphabetical order: æ, ø and å come last, and aa counts as å."""

import unicodedata

# The three letters take the code points after z; what stood there moves out of their way.
_AFTER_Z = str.maketrans(
    {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y", "{": "(", "|": "(", "}": ")"}
)


def danish_key(text: str) -> tuple[str, str]:
    """A key for sorted(): case is ignored, other accents too; the text itself breaks ties."""
    composed = unicodedata.normalize("NFC", text)
    letters = composed.casefold().replace("aa", "å").translate(_AFTER_Z)
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters)
        letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return letters, composed
