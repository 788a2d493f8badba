"""index jobs name records by uid"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'

JOBS = sa.table('jobs', sa.column('id'), sa.column('kind'), sa.column('key'), sa.column('payload', sa.JSON))
RECORDS = sa.table('records', sa.column('id'), sa.column('uid'))


def upgrade() -> None:
    """Go to this version: a deleted record's id may come again, its uid never does."""
    connection = op.get_bind()
    uids = {row.id: row.uid for row in connection.execute(sa.select(RECORDS.c.id, RECORDS.c.uid))}
    waiting = sa.select(JOBS.c.id, JOBS.c.payload).where(JOBS.c.kind == 'index')
    for job in connection.execute(waiting).all():
        uid = uids.get(job.payload['record_id'])
        one = sa.update(JOBS).where(JOBS.c.id == job.id).values(key=f'index:{uid}', payload={'uid': uid})
        connection.execute(one if uid else sa.delete(JOBS).where(JOBS.c.id == job.id))


def downgrade() -> None:
    """Records are never taken back: restore a backup instead."""
    raise NotImplementedError("restore a backup made before the upgrade")
