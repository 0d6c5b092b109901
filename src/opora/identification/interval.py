"""How sure a share is."""

import math

# 95 %: the two-sided normal quantile
Z = 1.959963984540054


def wilson(count: int, participants: int) -> tuple[float, float]:
    """Bounds (0–1) of the 95 % Wilson score interval of a share.

    E. B. Wilson, «Probable inference, the law of succession, and statistical inference», JASA 22 (1927),
    209–212. Raises ValueError without participants or with more «2» than participants.
    """
    if not 0 <= count <= participants or participants < 1:
        raise ValueError("an interval needs a count within the participants")
    share = count / participants
    spread = Z * math.sqrt(share * (1 - share) / participants + Z * Z / (4 * participants**2))
    scale = 1 + Z * Z / participants
    middle = share + Z * Z / (2 * participants)
    low = 0.0 if count == 0 else (middle - spread) / scale
    high = 1.0 if count == participants else (middle + spread) / scale
    return low, high
