"""``sillok backup`` and ``sillok restore``: one file with every table and attachment, readable without Sillok.

The copy is made in one reading transaction while people work. It holds a manifest, one JSON-lines file per table and
the attachments by their hash; it can be restored into a newer version and into the other kind of database.
"""

import hashlib
import io
import json
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, func, insert, select, text, update
from sqlalchemy.orm import Session
from tqdm import tqdm

from portal import clock, migrations
from portal.commands.faults import CommandFault
from portal.commands.rows import decode, encode
from portal.files.stores import blob_store, referenced
from portal.records import immutable

FORMAT = 1
# Nobody stays signed in through a restore, no device is known after it, who is editing just now is gone as well, and
# contents kept in the database are written as the files they are.
LEFT_OUT = {
    "sign_ins", "known_devices", "failed_sign_ins", "editor_presences", "alembic_version", "blobs", "blob_chunks",
}  # fmt: skip


def add(commands: Any) -> None:
    """Declare the commands."""
    one = commands.add_parser("backup", help="write everything to one file while people work")
    one.add_argument("file", type=Path)
    one.set_defaults(run=backup)
    two = commands.add_parser("restore", help="fill an empty data folder or database from a backup")
    two.add_argument("file", type=Path)
    two.set_defaults(run=restore, empty=True)


def backup(registry: Any, options: Any) -> None:
    """Write the backup beside its final name and move it there when it is complete."""
    if options.file.exists():
        raise CommandFault(f"{options.file} exists already")
    partial = options.file.with_name(options.file.name + ".part")
    try:
        partial.unlink(missing_ok=True)  # one that was left, or laid there, keeps its own mode or leads elsewhere
        partial.touch(mode=0o600, exist_ok=False)  # password hashes and all personal data are in it
        with tarfile.open(partial, "w:gz", compresslevel=3) as archive:
            manifest = _write(registry, archive)
            _add(archive, "manifest.json", json.dumps(manifest, indent=1).encode())
        partial.rename(options.file)
    except OSError as error:
        raise CommandFault(f"{partial}: {error.strerror}") from error
    finally:
        partial.unlink(missing_ok=True)
    print(f"{sum(manifest['tables'].values())} rows and {manifest['blobs']} attachments in {options.file}")  # noqa: T201
    print(f"audit head {manifest['audit_head'] or '-'}")  # noqa: T201


def _write(registry: Any, archive: tarfile.TarFile) -> dict[str, Any]:
    tables: dict[str, int] = {}
    sums: dict[str, str] = {}
    with registry["database"].reading() as session:
        connection = session.connection(
            execution_options={"isolation_level": "REPEATABLE READ"} if _is_pg(session) else {}
        )
        metadata = MetaData()
        metadata.reflect(connection)
        head = connection.execute(text("SELECT hash FROM audit_head")).scalar() or ""
        for table in tqdm(_in_order(metadata), desc="tables", unit="table"):
            tables[table.name], sums[table.name] = _write_table(connection, table, archive)
        kept = sorted(referenced(registry, session))
        store = blob_store(registry, session)
        for sha256 in tqdm(kept, desc="attachments", unit="file"):
            with store.open(sha256) as stream:
                _add(archive, f"blobs/{sha256}", stream.read())
    revision = migrations.present(registry["database"])
    made = clock.now().isoformat()
    return {
        "format": FORMAT, "made": made, "revision": revision, "audit_head": head,
        "tables": tables, "sha256": sums, "blobs": len(kept),
    }  # fmt: skip


def _write_table(connection: Connection, table: Table, archive: tarfile.TarFile) -> tuple[int, str]:
    """Write a table row by row; answers how many rows, and the hash of what was written."""
    digest, count = hashlib.sha256(), 0
    with tempfile.TemporaryFile() as stream:
        for row in connection.execute(select(table).order_by(*table.primary_key)).mappings():
            line = encode(row).encode()
            digest.update(line)
            count += stream.write(line) and 1
        member = tarfile.TarInfo(f"tables/{table.name}.jsonl")
        member.size = stream.tell()
        stream.seek(0)
        archive.addfile(member, stream)
    return count, digest.hexdigest()


def restore(registry: Any, options: Any) -> None:
    """Fill an empty database; refused when there is anything in it already."""
    if migrations.present(registry["database"]) is not None:
        raise CommandFault("the database is not empty; restore into a new data folder or database")
    try:
        with tarfile.open(options.file) as archive:
            manifest = json.loads(_member(archive, "manifest.json"))
            if manifest.get("format") != FORMAT:
                raise CommandFault(f"{options.file}: this backup has a format this version does not know")
            _verify(archive, manifest)
            _fill(registry, archive, manifest)
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        raise CommandFault(f"{options.file}: cannot be read as a backup ({error})") from error
    migrations.upgrade(registry["database"])
    with registry["database"].writing() as session:
        immutable.create(session.connection())
    print("restored; now run `sillok reindex` and `sillok check`")  # noqa: T201


def _verify(archive: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    """Compare everything with the manifest before anything is used. Raises :class:`CommandFault`."""
    expected = {f"tables/{name}.jsonl": sha256 for name, sha256 in manifest["sha256"].items()}
    blobs = [name for name in archive.getnames() if name.startswith("blobs/")]
    expected |= {name: name.removeprefix("blobs/") for name in blobs}
    if len(blobs) != manifest["blobs"]:
        raise CommandFault(
            f"the backup is damaged: {manifest['blobs']} attachments were written, {len(blobs)} are left"
        )
    for name, sha256 in tqdm(expected.items(), desc="verifying", unit="part"):
        if hashlib.sha256(_member(archive, name)).hexdigest() != sha256:
            raise CommandFault(f"the backup is damaged: {name} is not what was written")


def _fill(registry: Any, archive: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    database = registry["database"]
    migrations.upgrade(database, manifest["revision"])
    with database.writing() as session:
        metadata = MetaData()
        metadata.reflect(session.connection())
        for table in tqdm(_in_order(metadata), desc="tables", unit="table"):
            _insert(session, table, _member(archive, f"tables/{table.name}.jsonl"))
        store = blob_store(registry, session)
        for name in tqdm([one for one in archive.getnames() if one.startswith("blobs/")], desc="files", unit="file"):
            store.put(_member(archive, name))


def _insert(session: Session, table: Table, data: bytes) -> None:
    """Insert rows; references within the table are set afterwards, when every row is there."""
    rows = [decode(table, line) for line in data.decode().splitlines()]
    own = [column.name for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]
    if not rows:
        return
    session.execute(insert(table), [row | dict.fromkeys(own) for row in rows])
    (key,) = list(table.primary_key) if own else (None,)
    for row in rows:
        references = {name: row[name] for name in own if row[name] is not None}
        if references and key is not None:
            session.execute(update(table).where(key == row[key.name]).values(references))
    _advance(session, table)


def _advance(session: Session, table: Table) -> None:
    """PostgreSQL's sequences know nothing of rows that bring their own numbers."""
    if not _is_pg(session) or "id" not in table.columns:
        return
    sequence = session.scalar(select(func.pg_get_serial_sequence(table.name, "id")))
    if sequence:
        highest = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
        session.execute(select(func.setval(sequence, highest, False)))


def _in_order(metadata: MetaData) -> list[Table]:
    return [
        table for table in metadata.sorted_tables if table.name not in LEFT_OUT and not table.name.startswith("sqlite_")
    ]


def _is_pg(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    stream = archive.extractfile(name)
    if stream is None:
        raise KeyError(name)
    return stream.read()
