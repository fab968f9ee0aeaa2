"""Archives: what is in them is read as files of a folder; names are data, nothing is endless."""

import gzip
import hashlib
import io
import json
import struct
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_files import MAKE, TEXTS, documents, sources, special, tarred, unended, zipped
from pressmark.read import compressed
from pressmark.read.archives import Told
from pressmark.read.members import safe_name
from pressmark_schema.documents import Document, Quarantined
from pressmark_schema.errors import UsageError
from raw_input import PROSE, article, config
from record_files import accepted, json_lines, refused, rows
from warc_files import crawl

FIELDS = {"text": "body", "title": "headline"}
EVERYTHING = config(read={"include": ["*"]}, records=[{"glob": "*.jsonl*", "fields": FIELDS}])


def paths(found: Sequence[Document | Quarantined]) -> list[str]:
    return [document.path for document in found]


@pytest.fixture(params=MAKE)
def ending(request: pytest.FixtureRequest) -> str:
    """The ending of each kind of archive."""
    return str(request.param)


def test_each_member_is_a_document_under_the_archive_s_path(tmp_path: Path, ending: str) -> None:
    found = documents(tmp_path / f"x{ending}", MAKE[ending](TEXTS))
    assert paths(found) == [f"x{ending}!/{name}" for name in TEXTS]
    assert [document.text for document in accepted(found)] == list(TEXTS.values())


def test_a_member_s_source_names_the_archive_its_hash_and_the_place_in_it(
    tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"x{ending}"
    path.write_bytes(MAKE[ending](TEXTS))
    unpacked = tarred(TEXTS) if ".t" in ending else path.read_bytes()
    for row in sources(path):
        name = row["path"].removeprefix(f"x{ending}!/")
        assert row["sha256"] == hashlib.sha256(TEXTS[name].encode()).hexdigest()
        assert row["archive_path"] == f"x{ending}"
        assert row["archive_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert name.encode() in unpacked[row["archive_offset"] :][:100]


def test_a_path_pattern_sees_the_folders_inside(tmp_path: Path, ending: str) -> None:
    patterned = config(read={"paths": ["{outlet}/{year}/*.txt"]})
    found = documents(tmp_path / f"x{ending}", MAKE[ending](TEXTS), patterned)
    assert accepted(found)[0].path_fields == {"outlet": "bote", "year": "2018"}


def test_members_of_every_format_are_read_by_their_readers(tmp_path: Path, ending: str) -> None:
    lines = json_lines(rows(300))
    files = {
        "a.jsonl": lines,
        "b.jsonl.gz": gzip.compress(json_lines(rows(2))),
        "c.warc.gz": crawl(2, gzip=True),
        "d.txt.gz": gzip.compress(article().encode()),
        "e.html": "<html><body><p>Ein Text auf einer Seite, der lang genug ist.</p></body></html>",
    }
    found = documents(tmp_path / f"x{ending}", MAKE[ending](files), EVERYTHING)
    assert refused(found) == []
    assert len(found) == 300 + 2 + 2 + 1 + 1
    inner = [d for d in found if d.path.endswith("a.jsonl")]
    assert [d.record_index for d in inner] == list(range(300))
    offset = inner[7].record_offset or 0
    assert json.loads(lines[offset:].partition(b"\n")[0]) == rows(8)[7]


def test_records_that_are_not_mapped_end_the_run_and_name_the_member(tmp_path: Path) -> None:
    data = zipped({"in/a.jsonl": json_lines(rows(2))})
    with pytest.raises(UsageError, match=r"x\.zip!/in/a\.jsonl: which key is the text"):
        documents(tmp_path / "x.zip", data, config(read={"include": ["*"]}))


def test_members_are_chosen_and_left_out_as_files_of_a_folder_are(
    tmp_path: Path, ending: str
) -> None:
    files = {**TEXTS, "bild.png": b"x", "LIESMICH": "x", "__MACOSX/._a.txt": "x", "weg/c.txt": "x"}
    told = Told()
    chosen = config(read={"exclude": ["*weg/*"]})
    found = documents(tmp_path / f"x{ending}", MAKE[ending](files), chosen, told)
    assert len(found) == 2
    assert told.left_out == {".png": 1, "LIESMICH": 1, "hidden file": 1, ".txt": 1}


def test_an_archive_of_which_nothing_is_read_says_so(tmp_path: Path, ending: str) -> None:
    ((_, reason, detail),) = refused(
        documents(tmp_path / f"x{ending}", MAKE[ending]({"a.md": "x"}))
    )
    assert (reason, "read.include" in detail) == ("empty", True)


def test_archives_in_archives_are_read_up_to_the_limit(tmp_path: Path) -> None:
    inner, everything = zipped(TEXTS), {"read": {"include": ["*.txt", "*.zip", "*.tar"]}}
    nested = tarred({"b.zip": inner, "a.txt": article()})
    found = documents(tmp_path / "x.zip", zipped({"c.tar": nested}), config(**everything))
    assert paths(found)[0] == "x.zip!/c.tar!/b.zip!/bote/2018/a.txt"
    assert len(accepted(found)) == 3
    shallow = config(**everything, archives={"max_nesting": 2})
    found = documents(tmp_path / "x.zip", zipped({"c.tar": nested}), shallow)
    ((_, reason, detail),) = refused(found)
    assert (reason, "archives.max_nesting" in detail) == ("resource_limit", True)
    assert len(accepted(found)) == 1


HOSTILE = {
    "../../x.txt": (r"\x2e\x2e/\x2e\x2e/x.txt", True),
    "a/../../b.txt": (r"a/\x2e\x2e/\x2e\x2e/b.txt", True),
    "/etc/x.txt": ("etc/x.txt", False),
    "./a//./x.txt": ("a/x.txt", False),
    "a\x1b[31m.txt": (r"a\x1b[31m.txt", False),
    "a\u202etxt.exe.txt": (r"a\u202etxt.exe.txt", False),
    "a\udcff.txt": (r"a\xff.txt", False),
    "u\u0308.txt": ("\u00fc.txt", False),
    "": ("unnamed", False),
    "x" * 5_000: ("x" * 1_000 + "~" + hashlib.sha256(b"x" * 5_000).hexdigest()[:16], False),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_made_safe_or_is_a_problem(name: str) -> None:
    shown, problem = safe_name(name)
    assert (shown, problem is not None) == HOSTILE[name]


@given(st.text(max_size=60))
def test_no_name_leads_out_or_drives_a_terminal(name: str) -> None:
    shown, _ = safe_name(name)
    assert shown.isprintable() or " " in shown or "\u00a0" in shown or not shown.isascii()
    assert not shown.startswith("/")
    assert ".." not in shown.split("/")
    assert safe_name(shown.replace("\\", ""))[0]


@pytest.mark.parametrize("ending", [".zip", ".tar"])
def test_a_name_that_leads_out_is_quarantined_and_nothing_is_written_there(
    tmp_path: Path, ending: str
) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    files = {"../../x.txt": article(), "/abs.txt": article(), "ok.txt": article()}
    found = documents(inner / f"x{ending}", MAKE[ending](files))
    assert [(reason, detail) for _, reason, detail in refused(found)] == [
        ("outside", "its name leads out of the archive")
    ]
    assert [p.partition("!/")[2] for p in paths(accepted(found))] == ["abs.txt", "ok.txt"]
    assert [p.name for p in tmp_path.rglob("*")] == ["inner", f"x{ending}"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("ending", [".zip", ".tar"])
def test_two_members_of_one_name_are_both_read_and_told_apart(tmp_path: Path, ending: str) -> None:
    twice = [("a.txt", article()), ("a.txt", article("date 2019")), ("a.txt~2", article())]
    found = documents(tmp_path / f"x{ending}", MAKE[ending](twice), config(read={"include": ["*"]}))
    names = [path.partition("!/")[2] for path in paths(found)]
    assert names == ["a.txt", "a.txt~2", "a.txt~2~2"]
    assert len(accepted(found)) == 3


def test_links_devices_and_pipes_are_quarantined_and_what_follows_is_read(tmp_path: Path) -> None:
    others = [
        special("l.txt", tarfile.SYMTYPE, "/etc/passwd"),
        special("h.txt", tarfile.LNKTYPE, "bote/2018/a.txt"),
        special("d.txt", tarfile.CHRTYPE),
        special("p.txt", tarfile.FIFOTYPE),
        special("ordner", tarfile.DIRTYPE),
    ]
    data = unended(TEXTS, *others) + tarred({"z.txt": article()})
    found = documents(tmp_path / "x.tar", data)
    assert [
        (document.path, reason)
        for document, (_, reason, _) in zip(
            [d for d in found if isinstance(d, Quarantined)], refused(found), strict=True
        )
    ] == [(f"x.tar!/{name}.txt", "unreadable") for name in "lhdp"]
    assert paths(found)[-1] == "x.tar!/z.txt"


def test_a_symbolic_link_in_a_zip_file_is_quarantined(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("l.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    found = documents(tmp_path / "x.zip", out.getvalue())
    assert [(reason, detail) for _, reason, detail in refused(found)] == [
        ("unreadable", "a symbolic link")
    ]


def test_an_encrypted_member_is_quarantined(tmp_path: Path) -> None:
    data = bytearray(zipped(TEXTS))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    found = documents(tmp_path / "x.zip", bytes(data))
    assert [(reason, detail) for _, reason, detail in refused(found)] == [
        ("unreadable", "it is encrypted")
    ]
    assert len(accepted(found)) == 1


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_long_names_of_both_dialects_of_tar_are_read(tmp_path: Path, form: int) -> None:
    name = "ordner-mit-langem-namen/" * 8 + "übersicht.txt"
    found = documents(tmp_path / "x.tar", tarred({name: article()}, form=form))
    assert paths(found) == [f"x.tar!/{name}"]


def test_the_real_name_of_a_windows_archive_has_slashes(tmp_path: Path) -> None:
    found = documents(tmp_path / "x.zip", zipped({"bote\\2018\\a.txt": article()}))
    assert paths(found) == ["x.zip!/bote/2018/a.txt"]


def test_a_zip_bomb_is_stopped_by_its_ratio_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pressmark.read import members

    monkeypatch.setattr(members, "FLOOR", 2**20)
    data = zipped({"bombe.txt": b"\n" * 2**24, "a.txt": article()})
    found = documents(tmp_path / "x.zip", data)
    assert [(reason, "max_ratio" in detail) for _, reason, detail in refused(found)] == [
        ("resource_limit", True)
    ]
    assert len(accepted(found)) == 1


def test_a_tar_bomb_in_gzip_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "FLOOR", 2**20)
    data = gzip.compress(tarred({"a.txt": article(), "bombe.txt": b"\n" * 2**25}))
    found = documents(tmp_path / "x.tar.gz", data)
    assert len(accepted(found)) == 1
    assert {reason for _, reason, _ in refused(found)} == {"resource_limit"}


@pytest.mark.parametrize(
    ("limit", "named"), [({"max_members": 3}, "max_members"), ({"max_bytes": 2_000}, "max_bytes")]
)
def test_limits_on_a_whole_archive_end_it_and_say_so(
    tmp_path: Path, ending: str, limit: dict[str, int], named: str
) -> None:
    files = {f"{n}.txt": article() for n in range(9)}
    found = documents(tmp_path / f"x{ending}", MAKE[ending](files), config(archives=limit))
    assert 0 < len(accepted(found)) < 9
    ((_, reason, detail),) = refused(found)
    assert (reason, f"archives.{named}" in detail) == ("resource_limit", True)
    assert paths(found)[-1] == f"x{ending}"


def test_a_directory_with_more_entries_than_members_may_be_is_not_held(tmp_path: Path) -> None:
    data = zipped({f"{n}.txt": "x" for n in range(3_000)})
    few = config(archives={"max_members": 100})
    ((_, reason, detail),) = refused(documents(tmp_path / "x.zip", data, few))
    assert (reason, "directory" in detail) == ("resource_limit", True)


def test_a_header_that_claims_a_gigabyte_is_no_gigabyte_of_memory(tmp_path: Path) -> None:
    # A pax header of that size, and a member of that size, in files of some kilobytes.
    for kind in (tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.REGTYPE):
        info = tarfile.TarInfo("a.txt")
        info.type, info.size = kind, 2**30
        data = unended(TEXTS) + info.tobuf(tarfile.USTAR_FORMAT) + b"x" * 4_096
        found = documents(tmp_path / "x.tar", data)
        assert len(accepted(found)) == 2
        assert {reason for _, reason, _ in refused(found)} == {"malformed"}


@pytest.mark.parametrize("at", [257, 148, 124, 0])
def test_a_damaged_header_of_a_tar_file_is_no_silent_end(tmp_path: Path, at: int) -> None:
    data = bytearray(tarred({f"{n}.txt": article() for n in range(4)}))
    data[2 * 1024 + at] ^= 0x55
    found = documents(tmp_path / "x.tar", bytes(data))
    assert len(accepted(found)) == 2
    ((_, reason, detail),) = refused(found)
    assert (reason, "no sound header at byte 2048" in detail) == ("malformed", True)
    assert detail.startswith("after 2 members: ")


def test_a_tar_file_cut_anywhere_is_told(tmp_path: Path) -> None:
    data = tarred(TEXTS)
    for end in range(512, len(unended(TEXTS)), 97):
        assert refused(documents(tmp_path / "x.tar", data[:end])), end


def test_more_data_behind_the_end_of_a_tar_file_is_told(tmp_path: Path) -> None:
    found = documents(tmp_path / "x.tar", tarred(TEXTS) + tarred(TEXTS))
    assert len(accepted(found)) == 2
    assert "behind the mark" in refused(found)[0][2]


def test_a_zip_file_whose_member_is_damaged_gives_the_others(tmp_path: Path) -> None:
    data = bytearray(zipped({f"{n}.txt": article() for n in range(3)}))
    struct.pack_into("B", data, 60, data[60] ^ 0xFF)
    found = documents(tmp_path / "x.zip", bytes(data))
    assert [reason for _, reason, _ in refused(found)] == ["malformed"]
    assert len(accepted(found)) == 2


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip", zipped(TEXTS)[:-8]])
def test_what_is_no_zip_file_is_quarantined(tmp_path: Path, data: bytes) -> None:
    assert [reason for _, reason, _ in refused(documents(tmp_path / "x.zip", data))] == [
        "malformed"
    ]


def test_a_member_above_the_limit_is_hashed_and_not_held(tmp_path: Path, ending: str) -> None:
    data = MAKE[ending]({"a.txt": PROSE * 100, "b.txt": article()})
    found = documents(tmp_path / f"x{ending}", data, config(read={"max_bytes": 1_000}))
    ((_, reason, detail),) = refused(found)
    assert (reason, f"{len((PROSE * 100).encode())} bytes" in detail) == ("too_large", True)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None
)
@given(st.data())
def test_no_damage_makes_it_fail_or_loses_anything_in_silence(
    tmp_path: Path, data: st.DataObject
) -> None:
    ending = data.draw(st.sampled_from(sorted(MAKE)))
    raw = bytearray(MAKE[ending](TEXTS))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(raw) - 1)))
        if data.draw(st.booleans()):
            raw[at : at + 1] = bytes([data.draw(st.integers(0, 255))])
        else:
            del raw[at : at + data.draw(st.integers(1, 300))]
    told = Told()
    found = documents(tmp_path / f"x{ending}", bytes(raw), told=told)
    read = [document.text for document in accepted(found)]
    assert refused(found) or told.left_out or len(read) == 2
    places = [(document.path, document.record_index) for document in found]
    assert len(set(places)) == len(places)
