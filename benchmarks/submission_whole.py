"""After the kills: is every answer there once, and does anything tell who sent which?"""

import statistics
import time


def check_whole(campaign_id: int, expected: set[int]) -> list[str]:
    """Close, gather, and look at all that is left; what is wrong, in words."""
    from django.db import connection

    from factories.surveys import AT
    from opora.access.actor import operator
    from opora.surveys import actions, gathering, storage
    from opora.surveys.models import Campaign, Code

    actions.close_campaign(campaign=Campaign.objects.get(pk=campaign_id), by=operator(), at=AT)
    while not gathering.finish(campaign_id):
        time.sleep(0.2)
    wrong = []
    with storage.reading() as cursor:
        cursor.execute("SELECT words FROM surveys_words ORDER BY ctid")
        order = [int(words.split()[1]) for (words,) in cursor.fetchall()]
        if sorted(order) != sorted(expected):
            wrong.append(f"stored {len(order)}, of them different {len(set(order))}, sent {len(expected)}")
        cursor.execute("SELECT count(*), count(DISTINCT xmin::text) FROM surveys_sheet")
        if cursor.fetchone() != (len(expected), 1):
            wrong.append("sheets were written by more than one transaction, or are not as many as sent")
        cursor.execute(
            f"SELECT relname FROM pg_class WHERE relname ~ '_{campaign_id}(_|$)' AND relkind = 'r'"
        )
        left = {name for (name,) in cursor.fetchall()}
        if left != {f"surveys_sheet_{campaign_id}", f"surveys_words_{campaign_id}"}:
            wrong.append(f"left beside the sheets: {sorted(left)}")
    if Code.objects.filter(retry__isnull=False).exists() or Code.objects.filter(is_used=True).count() != len(
        expected
    ):
        wrong.append("codes used are not as many as answers, or sendings are remembered")
    correlation = _correlation(order)
    print(f"order of the sheets against the order of sending: rank correlation {correlation:+.4f}")
    if abs(correlation) > 5 / len(order) ** 0.5:
        wrong.append("the order of the sheets tells the order of sending")
    connection.close()
    return wrong


def _correlation(values: list[int]) -> float:
    """Spearman's, of the places of the sheets and the order in which they were sent."""
    ranks = {value: rank for rank, value in enumerate(sorted(values))}
    return statistics.correlation(
        [float(ranks[value]) for value in values], [float(n) for n in range(len(values))]
    )
