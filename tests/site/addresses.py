"""Every address of the site, by name."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver


def names() -> Iterator[str]:
    """«room:name» of every address; the admin's nameless redirects are left out."""
    yield from _walk(get_resolver(), "")


def _walk(resolver, namespace: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield f"{namespace}{pattern.name}"
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inner)
