"""guessing is counted per login and place"""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'


def upgrade() -> None:
    """Go to this version."""
    op.create_table('known_devices',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_known_devices_account_id_accounts')),
    sa.PrimaryKeyConstraint('token_hash', 'account_id', name=op.f('pk_known_devices'))
    )
    with op.batch_alter_table('known_devices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_devices_account_id'), ['account_id'], unique=False)

    # SQLite's own DROP COLUMN: a batch would put another table in its place, which what refers to it does not allow
    op.drop_column('accounts', 'blocked_until')
    op.drop_column('accounts', 'failures')

    # who had to wait while the portal was upgraded has waited
    op.drop_table('failed_sign_ins')
    op.create_table('failed_sign_ins',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('login_hash', sa.String(length=64), nullable=False),
    sa.Column('source', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_failed_sign_ins'))
    )
    with op.batch_alter_table('failed_sign_ins', schema=None) as batch_op:
        batch_op.create_index('ix_failed_sign_ins_login_hash', ['login_hash', 'at'], unique=False)
        batch_op.create_index('ix_failed_sign_ins_source', ['source', 'at'], unique=False)



def downgrade() -> None:
    """Records are never taken back: restore a backup instead."""
    raise NotImplementedError("restore a backup made before the upgrade")
