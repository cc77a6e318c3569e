"""Which jobs have been done."""

from django.db import models


class Done(models.Model):
    """A job whose effects are in the database.

    Written in the job's own transaction: a worker that dies between that commit and telling procrastinate runs the
    job again, finds this row, and does nothing.
    """

    job_id = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=120)
    done_at = models.DateTimeField()

    class Meta:
        """Rows are kept for a week, see `jobs.forget_done`."""

        indexes = (models.Index(fields=["done_at"], name="jobs_done_at"),)

    def __str__(self) -> str:
        return f"job {self.job_id} done"
