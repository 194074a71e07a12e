"""Results that are held in the process: by a key that holds the version of all they depend on."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")


class Held:
    """A bounded store: what was asked for longest ago goes first. Safe for several threads.

    ``most_bytes`` bounds the sum of what each result is said to weigh; one that weighs more than a
    quarter of it is not held. ``pure`` results are made of their keys alone: they hold in a
    transaction too, where others may rest on what nobody else will ever see.
    """

    def __init__(self, *, most: int, most_bytes: int, pure: bool = False) -> None:
        self.most, self.most_bytes, self.pure = most, most_bytes, pure
        self._lock = Lock()
        self._results: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable, work_out: Callable[[], T], *, weigh: Callable[[T], int]) -> T:
        """The result under the key, worked out where it is not held."""
        if connection.in_atomic_block and not self.pure:
            return work_out()
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key][0]
        result = work_out()
        self._keep(key, result, weigh(result))
        return result

    def clear(self) -> None:
        with self._lock:
            self._results.clear()
            self._bytes = 0

    def _keep(self, key: Hashable, result: Any, weight: int) -> None:
        if weight > self.most_bytes // 4:
            return
        with self._lock:
            if key in self._results:
                return
            self._results[key] = result, weight
            self._bytes += weight
            while len(self._results) > self.most or self._bytes > self.most_bytes:
                _key, (_result, gone) = self._results.popitem(last=False)
                self._bytes -= gone


held = Held(most=200, most_bytes=64 * 1024 * 1024)
