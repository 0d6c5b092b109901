"""The days of a person: a month on a page, and the same in the calendar of their phone by a secret address.

What stands on a day is told by each feature (`opora.diary`); nothing is kept here but who subscribed.
"""
