"""Stored files: content-addressed, written once."""

from django.db import models


class StoredFile(models.Model):
    """A file that somebody gave. The bytes lie in the installation's folder under their SHA-256.

    `purpose` says what it was given for; who may read it is the concern of the object that points here.
    `removed_at`: the bytes were given up then, the record stays.
    """

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.TextField()
    content_type = models.TextField()
    size = models.BigIntegerField()
    purpose = models.TextField()
    stored_at = models.DateTimeField()
    stored_by_id = models.BigIntegerField(null=True)
    stored_by_name = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-stored_at", "-id")

    def __str__(self) -> str:
        return self.name
