"""What the keeper tells everybody about the server it keeps."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from opora.installation.home import PRIVATE_FILE
from opora.installation.postgres.processes import Process


class Phase(StrEnum):
    READY = "ready"
    RESTARTING = "restarting"
    STOPPING = "stopping"


@dataclass(frozen=True)
class State:
    """Written by the keeper alone. It outlives a killed keeper and no orderly one."""

    phase: Phase
    keeper: Process
    postgres: Process
    program: str
    version: str
    sockets: str
    problem: str | None = None


def read(path: Path) -> State | None:
    """None when nothing runs, or when what is written is not from a keeper of this version."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return State(
            phase=Phase(told["phase"]),
            keeper=Process(**told["keeper"]),
            postgres=Process(**told["postgres"]),
            program=told["program"],
            version=told["version"],
            sockets=told["sockets"],
            problem=told["problem"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(path: Path, state: State) -> None:
    """Whole or not at all: readers come at any moment."""
    draft = path.with_name(f".{path.name}")
    draft.touch(mode=PRIVATE_FILE)
    draft.write_text(json.dumps(asdict(state), ensure_ascii=False), encoding="utf-8")
    draft.replace(path)
