"""The same document gives the same bytes, whoever writes it and when."""

import os
import subprocess
import sys
from ast import literal_eval
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

import opora
from printing import specimen


def _elsewhere(hash_seed: str, zone: str) -> dict[str, str]:
    source = Path(opora.__file__).parents[1]
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "TZ": zone, "PYTHONPATH": str(source)}
    printed = subprocess.run(
        [sys.executable, specimen.__file__], env=environment, capture_output=True, check=True
    )
    return literal_eval(printed.stdout.decode())


def test_another_process_in_another_zone_at_another_time_writes_the_same() -> None:
    here = specimen.hashes()
    assert _elsewhere("1", "Asia/Kamchatka") == here


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_containers_hold_no_time(kind: str) -> None:
    with ZipFile(BytesIO(specimen.files()[kind])) as container:
        assert {entry.date_time for entry in container.infolist()} == {(1980, 1, 1, 0, 0, 0)}
