"""coauthors are rows"""

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'


def upgrade() -> None:
    """Go to this version."""
    op.create_table('approval_coauthors',
    sa.Column('document_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['approval_documents.id'], name=op.f('fk_approval_coauthors_document_id_approval_documents')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_approval_coauthors_person_id_persons')),
    sa.PrimaryKeyConstraint('document_id', 'person_id', name=op.f('pk_approval_coauthors'))
    )
    with op.batch_alter_table('approval_coauthors', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_approval_coauthors_person_id'), ['person_id'], unique=False)

    # no page ever wrote one; SQLite's own DROP COLUMN, for a batch would put another table in this one's place
    op.drop_column('approval_documents', 'coauthors')


def downgrade() -> None:
    """Records are never taken back: restore a backup instead."""
    raise NotImplementedError("restore a backup made before the upgrade")
