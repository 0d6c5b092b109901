"""What a sum over schools may give away of one of them. Pure.

Who is protected from whom: a school sees the figures of other schools only within sums, so that no school
learns a neighbour's figures from its own page, neither from one sum nor by taking one from another. Those
who see the schools themselves (coordinators, curators) have nothing to guess. Figures of schools are not
figures of persons: counts in a school's own figures are not hidden from those who see the school.

The rule, for one year and one figure:

1. A sum stands for at least `SMALLEST_GROUP` schools. A school that is among them can take itself away and
   is left with three or more.
2. The same holds for whatever can be computed from the sums shown: a sum is left out where, taken together
   with those before it, some difference would stand for one to three schools (the region less the
   municipality, the municipality less the similar schools). The school whose page it is does not count as
   given away.
3. A territory's own figure from the federal export is shown always: that system hands it to every school
   together with its own. It is reckoned among what is known when sums are weighed.
4. A median gives nobody's figure away by subtraction; it too stands for at least `SMALLEST_GROUP` schools.

Sums of different years have nothing to take from each other: their figures differ.
"""

from collections.abc import Mapping, Sequence
from itertools import product

SMALLEST_GROUP = 4


#: the school whose page it is; other bits are the groups
OWN = 1


def shown_sums(wanted: Sequence[int], known: Sequence[int], schools: Mapping[int, int]) -> list[int]:
    """Of the groups `wanted`, in their order, those whose sums may be shown together, beside those `known`.

    Groups are bits. `schools` counts the schools that have a figure by the groups they belong to, the school
    of the page apart (with the bit `OWN`).
    """
    shown: list[int] = []
    for group in wanted:
        others = [*known, *shown]
        differences = (
            dict(zip(others, signs, strict=True)) for signs in product((-1, 0, 1), repeat=len(others))
        )
        if not any(_gives_away({group: 1} | signs, schools) for signs in differences):
            shown.append(group)
    return shown


def _gives_away(signs: Mapping[int, int], schools: Mapping[int, int]) -> bool:
    """Whether this sum of sums stands for too few schools and not for the page's own alone."""
    left = {
        groups: count
        for groups, count in schools.items()
        if sum(sign for group, sign in signs.items() if groups & group)
    }
    total = sum(left.values())
    return total < SMALLEST_GROUP and any(not groups & OWN for groups in left)
