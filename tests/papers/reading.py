"""A page as a reader hears it: its words line by line, without style sheets and drawings; labels of drawings in brackets."""

import re
from html.parser import HTMLParser

BLOCKS = {
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "tr",
    "summary",
    "section",
    "div",
    "dt",
    "dd",
    "header",
    "details",
    "figcaption",
    "blockquote",
    "ol",
    "ul",
}
VOID = {"meta", "link", "br", "hr", "img", "input"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in ("style", "svg", "title"):
            if tag == "svg" and named.get("aria-label"):
                self.lines[-1] += f" [{named['aria-label']}]"
            self.silent += 1
        elif tag in BLOCKS:
            self.lines.append("")
        elif tag in ("td", "th"):
            self.lines[-1] += " | "
        elif tag == "br":
            self.lines[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "svg", "title"):
            self.silent -= 1
        elif tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.lines[-1] += data


def read_aloud(page: str) -> str:
    """Every visible line of a page, and the label of every drawing."""
    reader = _Reader()
    reader.feed(page)
    lines = [re.sub(r"\s+", " ", re.sub("[\u2066-\u2069]", "", line)).strip() for line in reader.lines]
    return "\n".join(line for line in lines if line) + "\n"


def elements(page: str) -> list[tuple[str, dict[str, str | None]]]:
    """Every start tag with its attributes."""
    found: list[tuple[str, dict[str, str | None]]] = []

    class Collector(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Collector().feed(page)
    return found
