"""Tells requests that wait for something that the server is being stopped."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopped_by_signal(stopping: Event) -> Iterator[None]:
    """Set *stopping* once this process is told to stop; the server's own handlers follow.

    A server waits for its requests before it tells the app anything, so a waiting one would hold it up.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()
        if callable(handler := before[signal.Signals(number)]):
            handler(number, frame)

    for number in SIGNALS:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
