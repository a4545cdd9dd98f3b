#!/usr/bin/env python3
"""核对抽签 / Repeat a draw: python3 verify_draw.py pool.json proof.json (standard library; exit code 0: it holds)."""

import hashlib
import json
import sys
from pathlib import Path


def sha256(data):
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()


def main(pool_file, proof_file):
    text, proof = Path(pool_file).read_bytes(), json.loads(Path(proof_file).read_text(encoding="utf-8"))
    pool, wrong = json.loads(text), []
    if sha256(text) != proof["pool_hash"]:
        wrong.append("名录与封存哈希不符 / the pool is not the sealed one")
    if sha256(proof["secret"]) != proof["secret_hash"]:
        wrong.append("密值与封存哈希不符 / the secret is not the sealed one")
    seed, expected, load = proof["secret"] + proof["word"], [], {key: 0 for key, _ in pool["inspectors"]}
    for group, quota in pool["quotas"].items():
        expected += sorted((sha256(seed + key), key, group) for key, own, _ in pool["items"] if own == group)[:quota]
    for rank, (digest, key, group) in enumerate(sorted(expected)):
        free = [one for one in load if [one, key] not in pool["conflicts"]]
        chosen = sorted(free, key=lambda one: (load[one], sha256(seed + key + one)))[: pool["each"]]
        load.update({one: load[one] + 1 for one in chosen})
        pick = {"id": key, "group": group, "digest": digest, "inspectors": sorted(chosen)}
        if rank >= len(proof["drawn"]) or proof["drawn"][rank] != pick:
            wrong.append(f"第{rank + 1}个不符 / number {rank + 1} differs: {key}")
    if len(expected) != len(proof["drawn"]):
        wrong.append("抽取数量不符 / another number was drawn")
    sys.stdout.write("".join(f"{line}\n" for line in wrong) or "核对一致 / the draw holds\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
