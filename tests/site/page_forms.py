"""The forms of a page, as a browser reads them."""

from html.parser import HTMLParser


class Forms(HTMLParser):
    """The forms of a page: method, action, the names and values of their fields, and which of
    these take text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, dict[str, str]]] = []
        self.text: set[str] = set()
        self._within = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.found.append((given.get("method", "get").lower(), given.get("action", ""), {}))
        typed = tag in ("input", "select", "textarea") and given.get("type") != "file"
        name = given.get("name")
        if typed and self.found and name:
            kind = given.get("type", "text")
            if kind in ("checkbox", "radio") and "checked" not in given:
                self.found[-1][2].setdefault(name, "")
            else:
                self.found[-1][2][name] = given.get("value") or ""
            self._within = name if tag != "input" else ""
            if tag == "textarea" or (tag == "input" and kind in ("text", "email", "search")):
                self.text.add(name)
        if tag == "option" and "selected" in given and self.found and self._within:
            self.found[-1][2][self._within] = given.get("value") or ""

    def handle_data(self, data):
        if self._within in self.text and self.found:
            self.found[-1][2][self._within] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag in ("textarea", "select"):
            self._within = ""


def forms_of(page: str) -> list[tuple[str, str, dict[str, str]]]:
    parser = Forms()
    parser.feed(page)
    return parser.found
