"""The child process: reads one document from standard input, answers in JSON, knows no Django."""

from __future__ import annotations

import gc
import json
import sys
import traceback
from collections.abc import Callable
from typing import Any

from opora.attachments.confining import confine
from opora.attachments.papers import NotAPaper
from opora.attachments.refusals import refused


def main() -> None:
    """The last five arguments: task, kind, seconds of the processor, bytes of memory and of the answer."""
    task, kind, *bounds = sys.argv[-5:]
    perform = _performer(task, kind)
    processor_seconds, memory, answer = map(int, bounds)
    # one short life with trees of millions of nodes: the collector would only walk them again and again
    gc.disable()
    confine(processor_seconds=processor_seconds, memory=memory, answer=answer)
    json.dump(_answer(perform, kind), sys.stdout, ensure_ascii=True)
    sys.stdout.flush()


def _performer(task: str, kind: str) -> Callable[[bytes], Any]:
    """Everything is imported before the doors are closed."""
    if kind == "pdf":
        from opora.attachments import pdf

        return pdf.inspect
    if task == "preview":
        from opora.attachments.word import showing

        return showing.preview
    if task == "tables":
        from opora.attachments.word import grids

        return grids.tables
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
