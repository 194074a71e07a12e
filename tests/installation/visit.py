"""What users and strangers do through the proxy of an installation."""

import html
import http.client
import re
import secrets
import ssl
from urllib.parse import urlencode

SITE = "tfi.example.dk"
CERTIFICATE = "/etc/ssl/tfi/fullchain.pem"
SIXTEEN_HOURS = 16 * 60 * 60
FIELD = re.compile(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"')
FORM = {"content-type": "application/x-www-form-urlencoded"}


class Wrong(AssertionError):
    """What the product or its proxy answered otherwise than it should."""


class Visit:
    """One person's cookies, and requests over TLS by the site's own name."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def ask(self, method, path, body=None, headers=None, cookies=True):
        """(status, headers, content) of one request."""
        connection = http.client.HTTPSConnection(
            SITE, context=ssl.create_default_context(cafile=CERTIFICATE), timeout=60
        )
        sent = {"referer": f"https://{SITE}{path}", **(headers or {})}
        if cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("set-cookie", []):
            name, _equals, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        connection.close()
        return answer.status, answer.headers, content

    def page(self, path):
        status, _headers, content = self.ask("GET", path)
        if status != 200:
            raise Wrong(f"{path} answers {status}")
        return content.decode()

    def sign_in(self, username, password):
        self.cookies.clear()
        fields = dict(FIELD.findall(self.page("/accounts/login/")))
        fields |= {"username": username, "password": password}
        status, headers, _content = self.ask("POST", "/accounts/login/", urlencode(fields), FORM)
        if status != 302 or "sessionid" not in self.cookies:
            raise Wrong(f"The sign-in answers {status}")
        if not re.search(rf"sessionid=.*Max-Age={SIXTEEN_HOURS}", str(headers)):
            raise Wrong("A session does not last sixteen hours, as the page says")

    def upload(self, name, text):
        """Log a result with the file; (address of the file, its content)."""
        forms = re.findall(r'href="(/log/activity/\d+/)', self.page("/log/?program=2011"))
        fields = dict(FIELD.findall(self.page(forms[0])))
        fields |= {"on": "01-10-2011", "text": name}
        kind, body = _multipart(fields, name, text)
        status, headers, content = self.ask("POST", forms[0], body, {"content-type": kind})
        if status != 302:
            raise Wrong(f"The entry answers {status}: {_errors(content)}")
        files = re.findall(r'href="(/files/[^"]+)"', self.page(headers["location"]))
        return files[-1], text.encode()

    def check_the_file(self, file):
        address, wanted = file
        status, _headers, content = self.ask("GET", address)
        if (status, content) != (200, wanted):
            raise Wrong(f"{address} answers {status} with {len(content)} of {len(wanted)} bytes")

    def check_is_gone(self, file):
        status, _headers, _content = self.ask("GET", file[0])
        if status != 404:
            raise Wrong(f"What was entered after the backup answers {status}")

    def check_the_proxy(self):
        large = b"x" * (4 * 1024 * 1024)
        wanted = {
            "a large body to sign-in": (413, "/accounts/login/", large, True),
            "a large body of a stranger": (303, "/log/activity/1/", large, False),
            "the health address, asked over the network by this machine": (200, "/health/", b"", 0),
            "the address for the proxy alone": (404, "/signed-in/", b"", True),
        }
        for what, (status, path, body, cookies) in wanted.items():
            answer = self._status("POST" if body else "GET", path, body, cookies)
            if answer != status:
                raise Wrong(f"{what}: {answer} and not {status}")
        _status, headers, _content = self.ask(
            "GET", "/accounts/login/", headers={"accept-encoding": "gzip"}, cookies=False
        )
        if headers["content-encoding"] != "gzip":
            raise Wrong("Pages are not compressed")
        sent = [self._status("POST", "/accounts/reset/", b"email=", False) for _time in range(60)]
        if 429 not in sent:
            raise Wrong(f"Sixty presses of reset answer {set(sent)}")

    def _status(self, method, path, body, cookies):
        """Of a request whose body the proxy may refuse to read to its end."""
        try:
            return self.ask(method, path, body, FORM, cookies)[0]
        except (BrokenPipeError, ConnectionResetError):
            return self.ask("POST", path, None, FORM | {"content-length": str(len(body))})[0]


def _multipart(fields, name, text):
    boundary = secrets.token_hex(16)
    start = f"--{boundary}\r\nContent-Disposition: form-data; name="
    parts = [f'{start}"{key}"\r\n\r\n{html.unescape(value)}' for key, value in fields.items()]
    file = f'"files"; filename="{name}"\r\nContent-Type: text/plain'
    parts.append(f"{start}{file}\r\n\r\n{text}")
    body = "\r\n".join([*parts, f"--{boundary}--\r\n"])
    return f"multipart/form-data; boundary={boundary}", body.encode()


def _errors(content):
    return re.findall(r'class="[^"]*(?:invalid|error)[^"]*"[^>]*>([^<]+)', content.decode())
