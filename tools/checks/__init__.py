"""What keeps the suite's quality: ``lint`` (the text of the source) and ``test`` (everything else).

Each rule that no common linter knows is a module of its own with ``check(root) -> list[Finding]``, so that a test can
plant a violation in an empty folder and see it found.
"""
