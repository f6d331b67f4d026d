"""The comparison of a list as a file: whole for everybody who opens it at once."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from registry.services.lists.preview_files import unpack


def test_two_who_open_a_taken_list_at_once_both_read_it_whole(tmp_path: Path) -> None:
    content = b"a row of a list\n" * 100_000
    kept = tmp_path / "outcome.gz"
    kept.write_bytes(gzip.compress(content, compresslevel=1))
    at_once = Barrier(4)

    def opened(path: Path) -> bytes:
        at_once.wait(30)
        unpack(kept, path)
        return path.read_bytes()

    with ThreadPoolExecutor(4) as pool:
        for at in range(8):
            path = tmp_path / "lists" / f"{at}.jsonl"
            assert all(found == content for found in pool.map(opened, [path] * 4))
    assert sorted(path.suffix for path in (tmp_path / "lists").iterdir()) == [".jsonl"] * 8
