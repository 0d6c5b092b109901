"""One installation of Опора: its folder, its database server, its backups, its health.

Nothing here imports Django: this package works before settings exist and when they are broken.
"""
