"""Measures: work with a date, people and a result. One object in a programme and on the roadmap."""
