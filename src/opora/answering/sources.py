"""What analytics takes from here: the items of sent cards."""

from typing import LiteralString

#: school, item, value of every sent card of a programme year; one parameter, the id of the year
CARDS: LiteralString = """
SELECT card.school_id::int AS school, item.key AS item, item.value::int AS value
FROM answering_schoolcard card, jsonb_each_text(card.items) item
WHERE card.cycle_id = %s AND card.state = 'sent'
ORDER BY card.school_id, item.key COLLATE "C"
"""
