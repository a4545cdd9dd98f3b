"""Who somebody is in an enterprise, by the name on its file: people of enterprises have no account here."""

#: Whose name stands in which field of the file.
ROLE_FIELDS = {"safety_manager": "safety_manager_name", "principal": "principal_name"}


def plain_name(name):
    """Return ``name`` as names are compared: without spaces and capitals; "" where there is none."""
    return "".join((name or "").lower().split())
