"""The parts of ``make test``: databases cloned from templates, a scheduler of two workers, the jobs, their results."""
