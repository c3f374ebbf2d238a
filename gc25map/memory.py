"""Holding back Python's search for cyclic garbage while records are made by the hundred thousand.

Loading a taxonomy, training, tagging a law and measuring it make many small objects and no rubbish; the
interpreter looks through all of them again and again as they grow in number, which takes a third of the time
and finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def growing() -> Iterator[None]:
    """No search for cyclic garbage meanwhile; afterwards all is as before."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
