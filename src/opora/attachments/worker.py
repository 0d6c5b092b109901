"""The child process: reads one document from standard input, answers in JSON, knows no Django."""

from __future__ import annotations

import gc
import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

from opora.attachments.confining import confine
from opora.attachments.papers import NotAPaper
from opora.attachments.refusals import refused

# how the child ends where it could not answer
TOO_MUCH, NO_MEMORY = 71, 72


def main() -> None:
    """The last five arguments: task, kind, seconds of the processor, bytes of memory and of the answer."""
    task, kind, *bounds = sys.argv[-5:]
    perform = _performer(task, kind)
    processor_seconds, memory, answer = map(int, bounds)
    # one short life with trees of millions of nodes: the collector would only walk them again and again
    gc.disable()
    confine(processor_seconds=processor_seconds, memory=memory, answer=answer)
    code = _told(_answer(perform, kind))
    if code:
        # leaving the common way would try to write the rest again
        os._exit(code)


def _told(answer: dict[str, Any]) -> int:
    """Write the answer; the exit code says why it could not be."""
    try:
        json.dump(answer, sys.stdout, ensure_ascii=True)
        sys.stdout.flush()
    except MemoryError:
        return NO_MEMORY
    except OSError:
        # past the bound of the answer
        return TOO_MUCH
    return 0


def _performer(task: str, kind: str) -> Callable[[bytes], Any]:
    """Everything is imported before the doors are closed."""
    if kind == "pdf":
        from opora.attachments import pdf

        return pdf.inspect
    if task == "preview":
        from opora.attachments.word import showing

        return showing.preview
    if task == "tables":
        from opora.attachments import packing
        from opora.attachments.word import grids

        return lambda data: packing.packed(grids.tables(data))
    from opora.attachments.word import inspecting

    return inspecting.inspect


def _answer(perform: Callable[[bytes], Any], kind: str) -> dict[str, Any]:
    try:
        return {"value": perform(sys.stdin.buffer.read())}
    except NotAPaper as error:
        return {"refused": [error.code, error.words]}
    except MemoryError:
        return _refusal("memory")
    except Exception:
        # libraries leak whatever a broken file makes them stumble over
        traceback.print_exc(limit=-8)
        return _refusal(f"damaged-{kind}")


def _refusal(code: str) -> dict[str, Any]:
    error = refused(code)
    return {"refused": [error.code, error.words]}


if __name__ == "__main__":
    main()
