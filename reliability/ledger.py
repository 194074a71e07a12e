"""What must be there after the presses: each that was answered, once, and whole."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reliability.pressing import Press


@dataclass(frozen=True)
class Verdict:
    """Of all presses: how many, how many answered, and what is wrong with what is there."""

    pressed: int
    answered: int
    lost: int
    doubled: int
    half: int
    refused: int
    strays: int
    details: list[str]

    @property
    def is_right(self) -> bool:
        return not (self.lost or self.doubled or self.half or self.refused)


class Ledger:
    """What stood before, what one press of each form adds, and what there must be in the end."""

    def __init__(self, once: dict[str, dict[str, int]], before: dict[str, int]) -> None:
        self.once, self.before = once, before

    def judge(self, presses: Iterable[Press], media_root: Path) -> Verdict:
        presses = list(presses)
        lost, doubled, saved, details = 0, 0, Counter[str](), []
        for press in presses:
            count = _count(press)
            saved[press.form.name] += bool(count)
            if press.answered and not count:
                lost += 1
                details.append(f"lost: {press.form.name} {press.mark}")
            if count > 1:
                doubled += 1
                details.append(f"{count} times: {press.form.name} {press.mark}")
        parts = self._parts(saved, presses)
        missing, strays = _files(media_root)
        return Verdict(
            pressed=len(presses),
            answered=sum(press.answered for press in presses),
            lost=lost,
            doubled=doubled,
            half=sum(map(abs, parts.values())) + len(missing),
            refused=sum(bool(press.refused) for press in presses),
            strays=len(strays),
            details=[
                *details,
                *(f"{label}: {number:+}" for label, number in parts.items()),
                *(f"missing file: {name}" for name in missing),
                *(press.refused for press in presses if press.refused),
            ],
        )

    def _parts(self, saved: Counter[str], presses: list[Press]) -> dict[str, int]:
        """By table, how many rows there are too many or too few for what was saved."""
        wanted = Counter(self.before)
        for name, count in saved.items():
            for label, each in self.once[name].items():
                wanted[label] += each * count
        now = rows()
        return {label: now[label] - wanted[label] for label in now if now[label] != wanted[label]}


def rows() -> dict[str, int]:
    """How many there are of everything, but of what counts tries to sign in."""
    from tests.site import pressing

    return {
        label: count for label, count in pressing.rows().items() if label not in ("accounts.Tries",)
    }


def _count(press: Press) -> int:
    from django.apps import apps

    label, field_name = press.form.saved
    return apps.get_model(label)._default_manager.filter(**{field_name: press.mark}).count()


def _files(media_root: Path) -> tuple[list[str], list[Path]]:
    """Rows whose file is missing or damaged, and files that no row names."""
    from django.apps import apps

    from core.attachments import Attachment

    missing, named = [], set()
    for model in (one for one in apps.get_models() if issubclass(one, Attachment)):
        for attachment in model._default_manager.all():
            named.add(Path(attachment.file.path))
            if attachment.thumbnail:
                named.add(Path(attachment.thumbnail.path))
            try:
                content = Path(attachment.file.path).read_bytes()
            except FileNotFoundError:
                missing.append(attachment.file.name)
                continue
            if hashlib.sha256(content).hexdigest() != attachment.sha256:
                missing.append(f"{attachment.file.name} (damaged)")
    there = {path for path in media_root.rglob("*") if path.is_file()}
    return missing, sorted(there - named)
