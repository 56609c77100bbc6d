"""Digests of what each record said before its last content.

The last content of each stands in `records`, so there is nothing to fill in: what was written over
before this version is not known.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "former_contents",
        sa.Column("record_id", sa.String, primary_key=True),
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("run", sa.Integer, nullable=False),
    )
