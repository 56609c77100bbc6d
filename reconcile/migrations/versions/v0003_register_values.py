"""A log of each register's values, from which the register of any run can be rebuilt."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "register_values",
        sa.Column("club", sa.String, primary_key=True),
        sa.Column("member_id", sa.String, primary_key=True),
        sa.Column("field", sa.String, primary_key=True),
        sa.Column("run", sa.Integer, primary_key=True),
        sa.Column("value", sa.String),
        sa.Column("cause", sa.String, nullable=False),
        sqlite_with_rowid=False,
    )
