"""Keys under which spellings of one name meet: by its marks, by its article, and by how Arabic is written in Latin letters.

`fold_name` joins only what no reader would tell apart, and is what actors, sources and claims are looked up by. The other two join
more than that and so are reasons to ask a person, never to decide: القصر and القصير are two towns, and so are Salma and Salamiyah.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import product

ARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "ar",
        "er",
        "as",
        "es",
        "ash",
        "esh",
        "at",
        "et",
        "ath",
        "ad",
        "ed",
        "adh",
        "edh",
        "an",
        "en",
        "az",
        "ez",
    ]
)  # with sun letters
# Words that say what a unit is, folded; they come before or after its name.
UNIT_WORDS = frozenset(
    ["governorate", "province", "district", "subdistrict", "subdistict", "markaz", "nahiyat", "nahiyah", "nahiya", "nahiye", "mintaqat", "mantiqat", "muhafazat", "city", "town", "village", "محافظه", "منطقه", "ناحيه", "مركز", "مدينه", "بلده", "قريه"]
)  # fmt: skip
SHORTEST_SKELETON = (
    2  # consonants: with 3, a quarter of the Arabic names of Syria's units are not found from the Latin ones
)

_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ی": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ھ": "ه"}
)  # fmt: skip
_QUOTES = re.compile(r"['’‘ʼʻ`´ʾʿ\"“”]")
_BREAKS = re.compile(r"[-‐‑‒–—_/.,()،]")
_IN_ARABIC = re.compile(r"[\u0620-\u06ff]")


def fold_name(name: str) -> str:
    """Give the search key of a name of a place or person: spellings that differ only in marks share one.

    Case, diacritics, tatweel, hyphens and apostrophes go; the forms of alef become one, final ya is alef maqsura's, ta marbuta
    is ha, and the Persian shapes of kaf, ya and ha are the Arabic letters. Source: data/kinds/README.md, "Reading words".
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c) and c != "ـ")
    bare = _QUOTES.sub("", bare.translate(_ARABIC).casefold())
    return " ".join(_BREAKS.sub(" ", bare).split())


def bare_name(name: str) -> str:
    """Give a name folded, without articles, without a hamza that stands alone, and without a word such as "district"."""
    words = [word for word in fold_name(name).split() if word not in UNIT_WORDS]
    bare = [_without_article(word) for word in words if word not in ARTICLES]
    return " ".join(word for word in bare if word) or fold_name(name)


def transliterations(name: str) -> frozenset[str]:
    """Give the keys of a name in Latin letters under which its other ways of writing Arabic are found; of an Arabic name: none.

    q, k, g and gh are one; so are dh with z and with d, ou with u and o, ee with i and e, ay with ai and ei; doubled letters count
    once, a final h or ta marbuta not at all.
    """
    bare = bare_name(name)
    return frozenset() if _IN_ARABIC.search(bare) else _readings([_sounds(word) for word in bare.split()])


def skeletons(name: str) -> frozenset[str]:
    """Give the consonants of a name in either script, since short vowels are heard in many ways and not written in Arabic.

    A ya or waw inside an Arabic word may be vowel or consonant: it gives a key with and one without it. A name of one
    consonant gives none.
    """
    bare = bare_name(name)
    if is_arabic(bare):
        found = frozenset("".join(parts) for parts in product(*(_consonants(word) for word in bare.split())))
    else:
        found = frozenset(re.sub("[aiu ]", "", key) for key in transliterations(name))
    return frozenset(key for key in found if len(key) >= SHORTEST_SKELETON)


def is_arabic(name: str) -> bool:
    """Say whether a name has a letter of the Arabic script."""
    return bool(_IN_ARABIC.search(name))


# In this order; what stands on the right is no input of a later line, save the plain vowels a, i and u.
_SOUNDS = tuple(
    (re.compile(found), heard)
    for found, heard in (
        ("kh", "X"), ("[sc]h", "$"), ("gh|[gqkc]", "K"), ("th", "t"), ("ph", "f"), ("dj", "j"), ("v", "w"), ("p", "b"),
        ("^ou", "u"), ("a[iy](?=i?y)", "a"), ("[ae][iy]", "Y"), ("iy+", "i"), ("(?<=.{3})[ae]t$", "a"), ("(?<=[aeiou])h$", ""),
        ("e$", "a"), ("ou|oo|uw(?![aeiou])|a[uw]|ow(?![aeiou])", "u"), ("[ey](?!$)|y$", "i"), ("o", "u"),
        (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


def _sounds(word: str) -> list[str]:
    """Give the ways a folded Latin word may be heard; `dh` is z to one ear and d to another."""
    heard = []
    for told in dict.fromkeys((word.replace("dh", "z"), word.replace("dh", "d"))):
        starts_as_consonant = told[:1] in ("y", "w")
        body = told[1:] if starts_as_consonant else told
        for pattern, sound in _SOUNDS:
            body = pattern.sub(sound, body)
        heard.append(told[0] + body if starts_as_consonant else body)
    return heard


def _readings(words: Iterable[list[str]]) -> frozenset[str]:
    return frozenset(" ".join(parts) for parts in product(*words)) - {""}


_LETTERS = dict(zip("بتثجحخدذرزسشصضطظغفقكلمنهپچگڤ", "bttjhXdzrzs$sdtzKfKKlmnhb$Kf", strict=True))
_SEMIVOWELS = {"ي": "Y", "و": "w"}
MOST_SEMIVOWELS = 5  # in one word; beyond that only all or none are read as consonants


def _consonants(word: str) -> list[str]:
    """Give the consonants of a folded Arabic word, each of its semivowels within once read as one and once as a vowel."""
    body = word.removesuffix("ه")
    choices: list[tuple[str, ...]] = []
    for place, letter in enumerate(body):
        if letter in _SEMIVOWELS:
            sound = _SEMIVOWELS[letter]
            choices.append((sound.lower(),) if place == 0 else (sound, ""))
        elif letter in _LETTERS:
            choices.append((_LETTERS[letter],))
    if sum(len(choice) > 1 for choice in choices) > MOST_SEMIVOWELS:
        return ["".join(choice[0] for choice in choices), "".join(choice[-1] for choice in choices)]
    return ["".join(parts) for parts in product(*choices)]


def _without_article(word: str) -> str:
    bare = word.replace("ء", "")
    return bare[2:] if bare.startswith("ال") and len(bare) > len("الxx") else bare
