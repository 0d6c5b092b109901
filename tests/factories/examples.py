"""How many examples a property is tried with: more where nobody waits for the answer."""

import os

#: set by `./dev test --all`
IS_THOROUGH = bool(os.environ.get("OPORA_THOROUGH"))


def examples(many: int) -> int:
    """`many` in a thorough run, a third of it in an everyday one."""
    return many if IS_THOROUGH else many // 3
