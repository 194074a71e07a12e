"""What the tests of backup and restore do with archives and folders."""

import gzip
import io
import shutil
import tarfile

from core.restore import opened_archive


def contents_of(folder):
    """The uploaded files below MEDIA_ROOT, in which nothing but their generation stands."""
    (generation,) = folder.iterdir()
    return {
        path.relative_to(generation).as_posix(): path.read_bytes()
        for path in generation.rglob("*")
        if path.is_file()
    }


def rewritten(archive, change):
    """A copy of the archive in which `change(name, content)` gives each part's new content."""
    copy = archive.with_name(f"changed-{archive.name}")
    with tarfile.open(archive) as old, tarfile.open(copy, "w:gz") as new:
        for member in old:
            part = old.extractfile(member).read()
            add(new, member.name, change(member.name, part))
    return copy


def add(tar, name, content, **attributes):
    member = tarfile.TarInfo(name)
    member.size = len(content)
    for attribute, value in attributes.items():
        setattr(member, attribute, value)
    tar.addfile(member, io.BytesIO(content))


def packed(plain):
    """The .tar as a .tar.gz beside it."""
    result = plain.with_suffix(".tar.gz")
    with plain.open("rb") as source, gzip.open(result, "wb") as target:
        shutil.copyfileobj(source, target)
    return result


def restore(archive, database, folder):
    with opened_archive(archive, connection=database, media_root=folder) as opened:
        assert opened.what_would_be_replaced() == []
        assert opened.run() == []
        return opened.manifest
