"""The figures of each run, as JSON. Those of runs before this version are not known: NULL."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("runs", sa.Column("figures", sa.String))
