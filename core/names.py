"""One key for names: what is spelled otherwise and means the same has the same key."""

import re
import unicodedata
from collections.abc import Iterable

from core.text import folded

MOST_LETTERS = 4096  # of which it is known how they are searched

# Soft hyphens, joiners, marks of direction and the like, which have no width.
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
# Signs that stand for an apostrophe, a quotation mark or a hyphen, as the plain one; before
# anything else, as some of them would fall apart into a space and an accent.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("’‘‛`´ʼʹʻˈ′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_PLAIN_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "þ": "th", "œ": "oe", "ß": "ss"}
)
_DANISH_LETTERS = str.maketrans({"å": "aa", "æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe"})
_COMPANY = re.compile(r"\b(?:a/s|aps|i/s|k/s|p/s|s/i|f\.?m\.?b\.?a|a\.?m\.?b\.?a|ivs)(?!\w)")
_CLASS_WORD = re.compile(r"[-\s]*(?:\b|(?<=\d)|(?<=\d[^\W\d_]))(?:klassen?|kl)\b")
_IN_CLASS = re.compile(r"\d+|[^\W\d_]+|[^\w\s.]+")
_BEFORE_TRACK = re.compile(r"(?<=\d)[\s.,:;_/-]+(?=[^\W\d_]|$)")
_CLASS = re.compile(r"\d{1,2}(?:[^\W\d_]{0,3}|\.\d{1,2})")


def visible(text: str) -> str:
    """Without what has no width."""
    return _INVISIBLE.sub("", folded(text))


def without_accents(text: str) -> str:
    """Small letters without accents and strokes: «đ» is «d», «é» is «e»."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def normalised_name(name: str) -> str:
    """As names are compared, without regard to how they are typed.

    Case, spaces, the sort of apostrophe, hyphen or quotation mark, what cannot be seen, a full stop
    at the end and the way in which a letter is composed make no other name.
    """
    return " ".join(comparable(name).split()).rstrip(" .")


def comparable(text: str) -> str:
    """Small letters, composed, with plain signs and nothing invisible; spaces as they are."""
    plain = unicodedata.normalize("NFKC", visible(text).translate(_SIGNS))
    # What is one sign by itself may have come apart into a space and a mark that is not seen.
    return visible(unicodedata.normalize("NFKC", plain.casefold()).translate(_SIGNS))


def search_key(text: str) -> str:
    """As texts are searched: like names, and by letters that anybody can type."""
    return " ".join(spelled_danish(comparable(text)).split())


class _LetterKeys(dict[int, str]):
    """For ``str.translate``: how each letter is searched, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        if len(self) >= MOST_LETTERS:
            self.clear()
        self[code] = spelled_danish(comparable(chr(code)))
        return self[code]


_letter_keys = _LetterKeys()


def places_in(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where the search words stand in a composed text, from and to, in order and apart."""
    key = text.translate(_letter_keys)
    words = [word for word in words if word in key]
    if not words:
        return []
    places = [place for place, letter in enumerate(text) for _one in letter.translate(_letter_keys)]
    hits = sorted(
        (places[found.start()], places[found.end() - 1] + 1)
        for word in words
        for found in re.finditer(re.escape(word), key)
    )
    apart = list[tuple[int, int]]()
    for start, end in hits:
        if apart and start <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return apart


def spelled_danish(text: str) -> str:
    """A normalised text whose letters anybody can type: «aa» for «å», «oe» for «ø»."""
    letters = text if text.isascii() else text.translate(_DANISH_LETTERS)
    return letters if letters.isascii() else without_accents(letters)


def loose_name(name: str) -> str:
    """As names are compared to ask whether two are one: «Solen A/S» and «Solen», «Aaen» and «Åen».

    Empty where nothing is left to compare by.
    """
    letters = spelled_danish(_COMPANY.sub(" ", normalised_name(name)))
    return "".join(letter for letter in letters if letter.isalnum())


def class_key(name: str) -> str:
    """One whatever a class's spelling: «8.a», «8a», «8 A», «8. A» and «8.a klasse»."""
    plain = normalised_name(name)
    key = ""
    for part in _IN_CLASS.findall(_BEFORE_TRACK.sub("", _CLASS_WORD.sub(" ", plain))):
        if part.isdigit():
            key += ("." if key[-1:].isdigit() else "") + (part.lstrip("0") or "0")
        else:
            key += (" " if key[-1:].isalpha() and part.isalpha() else "") + part
    return key or plain


def is_class(name: str) -> bool:
    """Whether it is what classes are called: «8.b», «9», «8.1»."""
    return _CLASS.fullmatch(class_key(name)) is not None
