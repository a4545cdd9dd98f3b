"""The order of a draw: pure functions that anybody can repeat from the published pool and seed, without Odoo."""

import hashlib
import json


def canonical(content):
    """Return the one text that ``content`` is hashed as: keys sorted, no blanks, UTF-8."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256(text):
    """Return the SHA-256 of a text as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def picks(pool, seed):
    """Return what ``seed`` draws from ``pool``, in the order of the draw.

    In each group the quota goes to the lowest SHA-256(seed ‖ id). Then each one drawn gets its inspectors: of those
    without a conflict the ones with fewest so far, among equals the lowest SHA-256(seed ‖ id of what is drawn ‖ id).

    :param dict pool: ``items`` [[id, group, name]], ``quotas`` {group: number}, ``inspectors`` [[id, name]], ``each``
        (inspectors for one), ``conflicts`` [[inspector id, item id]]
    :param str seed: the secret ‖ the witness's word
    :return: [{"id", "group", "digest", "inspectors": [ids]}]
    """
    groups = {}
    for key, group, _name in pool["items"]:
        groups.setdefault(group, []).append((sha256(seed + key), key, group))
    drawn = sorted(one for group, quota in pool["quotas"].items() for one in sorted(groups.get(group, []))[:quota])
    load = {key: 0 for key, _name in pool["inspectors"]}
    conflicts = {tuple(pair) for pair in pool["conflicts"]}
    found = []
    for digest, key, group in drawn:
        free = [one for one in load if (one, key) not in conflicts]
        chosen = sorted(free, key=lambda one, key=key: (load[one], sha256(seed + key + one)))[: pool["each"]]
        for one in chosen:
            load[one] += 1
        found.append({"id": key, "group": group, "digest": digest, "inspectors": chosen})
    return found
