"""What the running site is still answering when a journey is over."""

from threading import Condition

from django.core.signals import request_finished, request_started


class OpenRequests:
    """Counts them while it is entered.

    A page asks for some things by itself, such as what a criterion becomes. Where such a request
    is still answered while the tables are emptied, each waits for the other's tables.
    """

    def __init__(self) -> None:
        self._open = 0
        self._changed = Condition()

    def __enter__(self) -> "OpenRequests":
        request_started.connect(self._started)
        request_finished.connect(self._finished)
        return self

    def __exit__(self, *_raised: object) -> None:
        request_started.disconnect(self._started)
        request_finished.disconnect(self._finished)

    def wait(self, seconds: float) -> bool:
        """Whether all had been answered by then."""
        with self._changed:
            return self._changed.wait_for(lambda: self._open == 0, seconds)

    def _started(self, **_signal: object) -> None:
        with self._changed:
            self._open += 1

    def _finished(self, **_signal: object) -> None:
        with self._changed:
            self._open -= 1
            self._changed.notify_all()
