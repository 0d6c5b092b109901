"""Search over everything one may see: no copy of anything, each kind of things asked where it lives.

A source (`sources`) starts from its feature's own `visible_to`, so a thing that is not there for somebody is not
found, not counted and not marked. Words are matched by the full-text search of PostgreSQL, in any form, ё as е;
what was typed is read by `asking`, what was mistyped is mended by `spelling`.
"""
