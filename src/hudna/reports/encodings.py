"""Bytes to text: which encoding a file is in, found and told, or asked.

UTF-8 and UTF-16 prove themselves. Between Windows-1256 and ISO-8859-6 the letters decide: both have `ا` in one place and `ل` in two, and
only one reading gives Arabic as people write it. Measured on the Arabic names that ship with the package; a library that tells any encoding
from any other (charset-normalizer 3.5) misread most files of a few Arabic names (docs/decisions/0014).
"""

import codecs
import math
import re
from typing import NamedTuple

from hudna.problems import Problem, Refused

OPTION = "say which with --encoding"
LOOKED_AT = 1 << 20  # bytes by which a file is judged; more letters do not make it surer
SURE = math.log(1000)  # odds at which the letters decide between two readings
MOSTLY = 0.9  # share of the letters beyond ASCII that must be Arabic before we take a text for Arabic
USUAL = -4.3  # mean weight of a letter: names that ship have -3.9 to -2.4, Russian read as Arabic -4.5 and less
_NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1256": "Windows-1256", "iso8859-6": "ISO-8859-6"}
_NAMES |= {"utf-8": "UTF-8", "utf-16-le": "UTF-16 (little end first)", "utf-16-be": "UTF-16 (big end first)"}

# Letters in 10,000 of the 16,233 Arabic letters in the gazetteer and the casebook that ship; what is not here counts half a letter.
_LETTERS = dict(
    zip("اليةنرمحوبدستقعكفزجشطأصخهإغءضىئثذظّآًُؤ", (1520, 928, 839, 679, 644, 644, 622, 429, 387, 287, 286, 285, 282,
        264, 232, 213, 185, 172, 147, 139, 131, 107, 101, 86, 71, 68, 46, 37, 35, 30, 24, 23, 20, 16, 6, 4, 4, 3, 1), strict=True)
)  # fmt: skip
_RARE = dict.fromkeys("ـ،؛؟ٍَِْٰ", 0.5)
_STRANGE = 0.01
_WEIGHTS = {letter: math.log(count / 10_000) for letter, count in (_LETTERS | _RARE).items()}
_HIGH_RUN = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")


class Text(NamedTuple):
    """A file's text, and the encoding it was in as people call it; `is_told` where a reader should hear which it was."""

    text: str
    encoding: str
    is_told: bool


def decode_text(content: bytes, *, file: str, encoding: str | None = None) -> Text:
    """Decode a file: as `encoding` says, else as its bytes show.

    Raises:
        Refused: no known encoding gives a text, or two give different ones of which neither is much likelier.
    """
    if encoding:
        return _as_said(content, encoding, file=file)
    if content.startswith(codecs.BOM_UTF8):
        return _decoded(content, "utf-8-sig", file=file)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(content, "utf-16", file=file)
    if b"\0" in content[:LOOKED_AT]:
        return _decoded(content, _utf16_order(content, file=file), file=file)
    try:
        return Text(content.decode("utf-8"), "UTF-8", is_told=False)
    except UnicodeDecodeError as error:
        return _arabic_code_page(content, error, file=file)


def is_plain_utf8(start: bytes) -> bool:
    """Tell whether a file that begins so can be given to a reader of UTF-8 as it is."""
    if b"\0" in start or start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(start)  # a letter cut at the end is no fault
    except UnicodeDecodeError:
        return False
    return True


def _as_said(content: bytes, encoding: str, *, file: str) -> Text:
    name = {"utf-8": "utf-8-sig", "utf8": "utf-8-sig"}.get(encoding.lower(), encoding)
    try:
        content.decode(name)
        "".encode(name)
    except LookupError:
        raise Refused(
            [Problem(file, field="encoding", found=repr(encoding), expected="utf-8, utf-16, windows-1256, iso-8859-6 or another name that Python knows")]
        ) from None  # fmt: skip
    except (UnicodeError, AssertionError):
        pass
    return _decoded(content, name, file=file)


def _decoded(content: bytes, name: str, *, file: str) -> Text:
    shown = _NAMES.get(name, _NAMES.get(codecs.lookup(name).name, name))
    try:
        text = content.decode(name).removeprefix("\ufeff")
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        found = f"a byte that is no {shown}, after {at:,} bytes"
        raise Refused([Problem(file, found=found, expected=f"text in one encoding; {OPTION}")]) from error
    return Text(text, shown, is_told=shown != "UTF-8")


def _utf16_order(content: bytes, *, file: str) -> str:
    """Tell in which order UTF-16 without a mark has its bytes: in the right one it has line ends, spaces and separators."""
    start = content[: LOOKED_AT // 2 * 2]
    counts = {
        order: len(re.findall(r"[\n,;\t| \"0-9a-zA-Z]", start.decode(order, errors="replace")))
        for order in ("utf-16-le", "utf-16-be")
    }
    likely, other = sorted(counts, key=lambda order: -counts[order])
    if counts[likely] <= 4 * counts[other] or start.count(b"\0") < counts[likely]:
        raise Refused([Problem(file, found="bytes that are no text", expected=f"a text file: CSV; or {OPTION}")])
    return likely


def _arabic_code_page(content: bytes, error: UnicodeDecodeError, *, file: str) -> Text:
    """Tell Windows-1256 from ISO-8859-6 by the letters that each gives."""
    runs = b" ".join(_HIGH_RUN.findall(content[:LOOKED_AT]) or _HIGH_RUN.findall(content))
    windows = _likeliness(runs.decode("cp1256"))
    try:
        content.decode("iso8859-6")
        iso = _likeliness(runs.decode("iso8859-6"))
    except UnicodeDecodeError:
        iso = None
    readings = {"cp1256": windows, "iso8859-6": iso}
    plausible = {name: found for name, found in readings.items() if found and found.is_arabic}
    if not plausible:
        found = f"neither UTF-8 (byte {error.start:,}) nor an Arabic text in Windows-1256 or ISO-8859-6"
        raise Refused([Problem(file, found=found, expected=f"a text in one of these; or {OPTION}")])
    best = max(plausible, key=lambda name: plausible[name].weight)
    others = [found for name, found in plausible.items() if name != best]
    is_same = runs.decode("cp1256", errors="replace") == runs.decode("iso8859-6", errors="replace")
    if others and not is_same and plausible[best].weight - others[0].weight < SURE:
        found = "a text that can be Windows-1256 or ISO-8859-6, with different letters"
        raise Refused([Problem(file, found=found, expected=OPTION + " windows-1256 or --encoding iso-8859-6")])
    return Text(content.decode(best), _NAMES[best], is_told=True)


class _Likeliness(NamedTuple):
    weight: float
    letters: int
    share: float

    @property
    def is_arabic(self) -> bool:
        return self.share >= MOSTLY and self.weight >= USUAL * self.letters


def _likeliness(text: str) -> _Likeliness | None:
    """Weigh the letters beyond ASCII of a text as Arabic; an Arabic letter in one word with a Latin one is as strange as a Latin letter."""
    letters = [letter for letter in text if letter > "\x7f"]
    if not letters:
        return None
    strange = math.log(_STRANGE / 10_000)
    mixed = sum(
        len(re.findall(r"[^\x00-\x7f]", word))
        for word in re.findall(r"[A-Za-z]+[^\x00-\x7f]+|[^\x00-\x7f]+[A-Za-z]+", text)
    )
    known = [_WEIGHTS[letter] for letter in letters if letter in _WEIGHTS]
    share = max(0, len(known) - mixed) / len(letters)
    return _Likeliness(sum(known) + strange * (len(letters) - len(known)), len(letters), share)
