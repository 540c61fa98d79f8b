from __future__ import annotations

import errno
import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from localize.errors import OutputError
from localize.export.write import sha256, write_atomic


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written_with_its_folders(tmp_path):
    path = tmp_path / "a" / "b" / "剧集.srt"
    assert write_atomic(path, b"x")
    assert path.read_bytes() == b"x"
    assert names(path.parent) == ["剧集.srt"]


def test_a_new_file_has_the_permissions_that_the_user_wants(tmp_path):
    before = os.umask(0o027)
    try:
        write_atomic(tmp_path / "f", b"x")
    finally:
        os.umask(before)
    assert (tmp_path / "f").stat().st_mode & 0o777 == 0o640


def test_a_replaced_file_keeps_its_permissions(tmp_path):
    path = tmp_path / "f"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write_atomic(path, b"new", force=True)
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_same_bytes_are_left_alone(tmp_path):
    path = tmp_path / "f"
    path.write_bytes(b"same")
    os.utime(path, (1, 1))
    assert not write_atomic(path, b"same")
    assert path.stat().st_mtime == 1


def test_a_file_of_unknown_origin_is_not_overwritten(tmp_path):
    path = tmp_path / "f"
    path.write_bytes(b"theirs")
    with pytest.raises(OutputError, match=r"OUT002 is there already .*overwrite it with --force"):
        write_atomic(path, b"ours")
    assert path.read_bytes() == b"theirs"
    assert write_atomic(path, b"ours", force=True)
    assert path.read_bytes() == b"ours"


def test_one_s_own_file_is_overwritten_and_an_edited_one_is_not(tmp_path):
    path = tmp_path / "f"
    write_atomic(path, b"one")
    assert write_atomic(path, b"two", known=sha256(b"one"))
    path.write_bytes(b"two, corrected by hand")
    with pytest.raises(OutputError, match="OUT002 was changed by somebody since it was exported"):
        write_atomic(path, b"three", known=sha256(b"two"))
    assert path.read_bytes() == b"two, corrected by hand"


def test_a_link_is_not_followed(tmp_path):
    target = tmp_path / "precious"
    target.write_bytes(b"precious")
    link = tmp_path / "link"
    link.symlink_to(target)
    with pytest.raises(OutputError, match="is a link to another file"):
        write_atomic(link, b"ours")
    write_atomic(link, b"ours", force=True)
    assert target.read_bytes() == b"precious"
    assert not link.is_symlink()


def test_a_folder_in_the_way_is_named(tmp_path):
    (tmp_path / "f").mkdir()
    with pytest.raises(OutputError, match="OUT001 is a folder"):
        write_atomic(tmp_path / "f", b"x", force=True)


def test_a_file_where_a_folder_should_be_is_named(tmp_path):
    (tmp_path / "f").write_bytes(b"x")
    with pytest.raises(OutputError, match="a file stands where a folder should be"):
        write_atomic(tmp_path / "f" / "g", b"x")


def test_a_name_that_is_too_long_is_named(tmp_path):
    with pytest.raises(OutputError, match="the name is too long"):
        write_atomic(tmp_path / ("字" * 200), b"x")
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (errno.ENOSPC, "the disk is full: make room and run it again"),
        (errno.EROFS, "the disk is read-only: choose another folder"),
        (errno.EACCES, "choose a folder that you may write to"),
        (errno.EIO, "look at the folder and run it again"),
    ],
)
def test_a_failing_disk_leaves_the_old_file_whole_and_nothing_else(tmp_path, monkeypatch, code, advice):
    path = tmp_path / "f"
    path.write_bytes(b"old")

    def fail(_handle):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match=f"OUT001 cannot be written: .*{advice}") as caught:
        write_atomic(path, b"new", known=sha256(b"old"))
    assert caught.value.place.file == str(path)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["f"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="choose a folder that you may write to"):
        write_atomic(tmp_path / "f", b"x")
    tmp_path.chmod(0o700)


_LIMITED = """
import resource, sys
from pathlib import Path
from localize.errors import OutputError
from localize.export.write import write_atomic
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write_atomic(Path(sys.argv[1]), b"x" * 100_000, force=True)
except OutputError as error:
    print(error)
"""


def test_a_disk_that_takes_only_half_leaves_no_half_file(tmp_path, repository):
    path = tmp_path / "f"
    path.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, path], cwd=repository, capture_output=True, text=True, timeout=60
    )
    assert "OUT001 cannot be written: File too large" in done.stdout, done.stderr
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["f"]


_REWRITER = """
import sys
from pathlib import Path
from localize.export.write import write_atomic
n = 0
while True:
    n += 1
    write_atomic(Path(sys.argv[1]), (str(n % 10) * 300_000).encode(), force=True)
    if n == 2:
        print("ready", flush=True)
"""


def test_a_killed_process_leaves_a_whole_file(tmp_path, repository):
    path = tmp_path / "f"
    for round_number in range(5):
        process = subprocess.Popen(
            [sys.executable, "-c", _REWRITER, path], cwd=repository, stdout=subprocess.PIPE
        )
        assert process.stdout.readline() == b"ready\n"
        try:
            process.wait(timeout=0.003 * round_number)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
        data = path.read_bytes()
        assert len(data) == 300_000
        assert len(set(data)) == 1
    left = [Path(name).suffix for name in names(tmp_path) if name != "f"]
    assert set(left) <= {".part"}


def test_sha256_is_that_of_the_standard_library():
    assert sha256(b"x") == hashlib.sha256(b"x").hexdigest()
