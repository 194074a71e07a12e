"""Installs the product exactly by docs/operations.md, and uses it through its proxy.

    python tests/installation/by_the_page.py        (as root, on a machine that has no installation)

Every block of commands on the page is run in the page's order, in one shell whose umask is 077; a
block with a path after its language is that file's contents. What the page leaves to the reader
(names, passwords, an archive's date) stands in `choices`. systemd's part is played by STAND_INS,
which run the same commands by hand. Between the blocks stands what users do: see ``Visit``.
Everything that was made is removed at the end.
"""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.installation.visit import CERTIFICATE, SITE, Visit  # noqa: E402
from tests.plugins.database import Cluster, find_binaries  # noqa: E402

PAGE = ROOT / "docs" / "operations.md"
BLOCK = re.compile(
    r"^```(?:sh|ini)(?: (?P<path>/\S+))?\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)
MADE = [
    "/srv/tfi", "/etc/tfi", "/etc/ssl/tfi", "/usr/local/bin/tfi-manage",
    "/etc/systemd/system/tfi.service", "/etc/systemd/system/tfi-backup.service",
    "/etc/systemd/system/tfi-backup.timer", "/etc/nginx/tfi-proxy.conf",
    "/etc/nginx/conf.d/tfi.conf",
]  # fmt: skip
PASSED_ON = ("HOME", "LANG", "TERM", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
HOSTS = Path("/etc/hosts")
HOSTS_LINE = f"127.0.0.1 {SITE}  # installation by the page\n"
PASSWORD = secrets.token_urlsafe(16)
PROGRAMME = {
    "slug": "2011", "title": "Programme", "starts_on": "2011-02-01", "ends_on": "2011-12-31",
    "main_areas": [{"number": 1, "title": "Housing"}],
    "activities": [{"ref": "visits", "main_area": 1, "title": "Visits"}],
    "criteria": [
        {"ref": "held", "main_area": 1, "activities": ["visits"], "wording": "Ten visits are held.",
         "measure": "count", "target": "10", "unit": "visits"},
    ],
}  # fmt: skip
# With it the script says which block it has come to the end of.
MARK = "by-the-page-then"

SUDO = """#!/bin/sh
shift; user=$1; shift
exec runuser -u "$user" -- "$@"
"""
SYSTEMCTL = r"""#!/bin/bash
# What systemd does with docs/examples/tfi.service, nginx, and nothing else.
unit=/etc/systemd/system/tfi.service log=$STAND_INS/service.log pid=$STAND_INS/service.pid
value() { sed -n "s/^$1=//p" $unit; }
case "$*" in
"stop tfi")
    kill "$(cat $pid)"; while kill -0 "$(cat $pid)" 2> /dev/null; do sleep 0.1; done; rm $pid ;;
"start tfi" | "enable --now tfi")
    (
        set -a; . "$(value EnvironmentFile)"; set +a
        umask "$(value UMask)"; cd "$(value WorkingDirectory)" || exit 1
        exec setsid setpriv --reuid "$(value User)" --regid "$(value Group)" --init-groups \
            --no-new-privs $(value ExecStart)
    ) > "$log" 2>&1 < /dev/null & echo $! > $pid
    for _ in $(seq 300); do
        kill -0 "$(cat $pid)" || { cat "$log"; exit 1; }
        curl --fail --silent http://127.0.0.1:8000/health/ > /dev/null && exit; sleep 0.1
    done; cat "$log"; exit 1 ;;
"reload nginx") nginx -s reload 2> /dev/null || nginx; sleep 0.5 ;;
"enable --now tfi-backup.timer") test -s /etc/systemd/system/tfi-backup.timer ;;
*) echo "systemctl $*: the page asks for something new" >&2; exit 1 ;;
esac
"""
STAND_INS = {"sudo": SUDO, "systemctl": SYSTEMCTL}


class Installation:
    """One shell that follows the page, with PostgreSQL, stand-ins and visits around it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.visit = Visit()
        self.database, self.started = "", time.monotonic()
        folder.chmod(0o755)
        (folder / "postgresql").mkdir()
        self.cluster = Cluster(find_binaries(), folder / "postgresql")
        self.repository = folder / "repository"
        self.stand_ins = folder / "stand-ins"

    def prepare(self) -> None:
        self.database = self.cluster.start().rpartition("/")[0]
        self.stand_ins.mkdir()
        for name, text in STAND_INS.items():
            (self.stand_ins / name).write_text(text)
            (self.stand_ins / name).chmod(0o755)
        _repository(self.repository)
        Path("/etc/ssl/tfi").mkdir(mode=0o755)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
             "-subj", f"/CN={SITE}", "-addext", f"subjectAltName=DNS:{SITE}",
             "-keyout", "/etc/ssl/tfi/privkey.pem", "-out", CERTIFICATE],
            check=True, capture_output=True,
        )  # fmt: skip
        # Where this machine gets its packages from, and nothing that the product or Python reads.
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name in PASSED_ON or name.startswith(("PIP_", "UV_", "SSL_"))
        }
        system = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        self.environment |= {
            "PATH": f"{self.stand_ins}:{self.cluster.binaries}:{system}",
            "STAND_INS": str(self.stand_ins),
        }
        with HOSTS.open("a") as hosts:
            hosts.write(HOSTS_LINE)

    def choices(self) -> dict[str, str]:
        """What the page leaves open, and what stands there now; each must still be on the page."""
        return {
            "--branch RELEASE REPOSITORY": f"--branch release {self.repository}",
            "git checkout NEW-RELEASE": "git checkout new-release",
            "SECRET_KEY='…'": f"SECRET_KEY='{secrets.token_urlsafe(64)}'",
            "postgres://tfi:…@db.example.dk:5432/tfi?sslmode=require": f"{self.database}/tfi",
            "DEFAULT_FROM_EMAIL=": f"SSL_CERT_FILE='{CERTIFICATE}'\nDEFAULT_FROM_EMAIL=",
            # The role is the one that the throw-away server was made with.
            "sudo -u postgres createuser --pwprompt tfi\n": "",
            "sudo -u postgres createdb": f"createdb --maintenance-db {self.database}/postgres",
            "tfi-manage createsuperuser ": (
                f"env DJANGO_SUPERUSER_PASSWORD={PASSWORD} tfi-manage createsuperuser --no-input "
                f"--username first --full_name First --email first@example.dk "
            ),
            "sudo -u tfi tfi-manage restore": "echo yes | sudo -u tfi tfi-manage restore",
            "tfi-20260101-021500.tar.gz": "tfi-2*.tar.gz",
        }

    def script(self) -> str:
        """The page as one script; after each block it says which that was, and waits."""
        page = PAGE.read_text()
        for old, new in self.choices().items():
            if old not in page:
                raise SystemExit(f"The page no longer says {old!r}.")
            page = page.replace(old, new)
        parts = ["set -euo pipefail", "umask 077"]
        for section in re.split(r"^## ", page, flags=re.MULTILINE):
            for number, block in enumerate(BLOCK.finditer(section), start=1):
                if block["path"]:
                    text = f"cat > {block['path']} <<'END OF FILE'\n{block['text']}END OF FILE"
                else:
                    text = f"set -x\n{block['text']}{{ set +x; }} 2> /dev/null"
                mark = f"{MARK} {section.splitlines()[0]} {number}"
                parts.append(f"{text}\nprintf '\\n%s\\n' '{mark}'\nread -r _")
        return "\n".join(parts)

    def follow_the_page(self) -> None:
        """Run it, and between the blocks do what `then` has for them."""
        file = self.folder / "page.sh"
        file.write_text(self.script())
        shell = subprocess.Popen(
            ["bash", file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=self.environment, cwd="/", text=True, bufsize=1,
        )  # fmt: skip
        for line in shell.stdout:
            if not line.startswith(MARK):
                say(line.rstrip())
                continue
            block = line.removeprefix(MARK).strip()
            if block in self.then():
                self.then()[block]()
            say(f"-- {block}, after {time.monotonic() - self.started:.0f} seconds")
            shell.stdin.write("go on\n")
        if shell.wait():
            raise SystemExit("The page's commands failed: see above.")

    def then(self) -> dict[str, Callable[[], None]]:
        return {"The reverse proxy 1": self.use, "Backup 1": self.use_on, "Restore 1": self.look,
                "Upgrading 1": self.look}  # fmt: skip

    def use(self) -> None:
        """Sign in through the proxy, upload a file, and try what the proxy keeps out."""
        programme = self.folder / "programme.json"
        programme.write_text(json.dumps(PROGRAMME))
        self.as_service("load_program", str(programme))
        self.visit.sign_in("first", PASSWORD)
        self.kept = self.visit.upload("kept.txt", "Seen on the first day. " * 200_000)
        self.visit.check_the_file(self.kept)
        self.visit.check_the_proxy()
        self.check_finds_a_proxy_without_headers()

    def use_on(self) -> None:
        """Something that the backup does not hold."""
        self.later = self.visit.upload("later.txt", "Seen on the day after.")

    def look(self) -> None:
        """What was there at the backup is there, with its file, and nothing else."""
        self.visit.sign_in("first", PASSWORD)
        self.visit.check_the_file(self.kept)
        self.visit.check_is_gone(self.later)

    def check_finds_a_proxy_without_headers(self) -> None:
        settings = Path("/etc/nginx/tfi-proxy.conf")
        right = settings.read_text()
        try:
            for header in ("X-Forwarded-For", "X-Forwarded-Proto"):
                settings.write_text(right.replace(f"proxy_set_header {header}", f"# {header}"))
                self.run("systemctl", "reload", "nginx")
                found = self.as_service("check", "--deploy", "--fail-level", "WARNING", fails=True)
                if "core.E005" not in found:
                    raise SystemExit(f"A proxy that passes no {header} was not found: {found}")
        finally:
            settings.write_text(right)
            self.run("systemctl", "reload", "nginx")

    def as_service(self, *arguments: str, fails: bool = False) -> str:
        return self.run("runuser", "-u", "tfi", "--", "tfi-manage", *arguments, fails=fails)

    def run(self, *command: str, fails: bool = False) -> str:
        done = subprocess.run(
            command, env=self.environment, cwd="/srv/tfi/app", capture_output=True, text=True
        )
        if bool(done.returncode) != fails:
            raise SystemExit(f"{' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def logs(self) -> str:
        """The end of what service and proxy wrote, for whoever reads why it failed."""
        files = [*self.stand_ins.glob("*.log"), Path("/var/log/nginx/error.log")]
        return "\n".join(file.read_text()[-4000:] for file in files if file.exists())

    def remove(self) -> None:
        """Everything that was made, whatever became of it."""
        for file in self.stand_ins.glob("*.pid"):
            subprocess.run(["kill", file.read_text().strip()])
            time.sleep(1)
        subprocess.run(["nginx", "-s", "stop"], capture_output=True)
        subprocess.run(["userdel", "tfi"], capture_output=True)
        for place in map(Path, MADE):
            shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
        HOSTS.write_text(HOSTS.read_text().replace(HOSTS_LINE, ""))
        if self.database:
            self.cluster.stop()


def _repository(folder: Path) -> None:
    """The working copy as a repository with two releases, the second of the same files."""
    git = ["git", "-c", "user.name=Trial", "-c", "user.email=trial@example.dk", "-c",
           "safe.directory=*", "-c", "advice.detachedHead=false", "-C"]  # fmt: skip
    names = subprocess.run(
        [*git, ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True, capture_output=True,
    ).stdout  # fmt: skip
    folder.mkdir()
    for name in filter(None, names.decode().split("\0")):
        source, target = ROOT / name, folder / name
        if source.is_file() and not source.is_symlink():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    for command in (
        ["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "Release"],
        ["tag", "release"], ["commit", "--quiet", "--allow-empty", "--message", "New release"],
        ["tag", "new-release"],
    ):  # fmt: skip
        subprocess.run([*git, folder, *command], check=True)


def say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def main() -> int:
    there = [place for place in MADE if Path(place).exists()]
    if os.geteuid() != 0 or there:
        say(f"This needs root and a machine without an installation; there is {there}.")
        return 1
    with tempfile.TemporaryDirectory(prefix="tfi-page-") as folder:
        installation = Installation(Path(folder))
        try:
            installation.prepare()
            installation.follow_the_page()
        except BaseException:
            say(installation.logs())
            raise
        finally:
            installation.remove()
    say(f"Installed, used, backed up, restored and upgraded by the page in "
        f"{time.monotonic() - installation.started:.0f} seconds.")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
