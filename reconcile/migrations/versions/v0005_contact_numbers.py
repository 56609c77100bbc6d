"""By which number each person of a row was known.

Numbers of before were made of the row and the place in it: the first night gives the same again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "contact_numbers",
        sa.Column("record_id", sa.String, primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("run", sa.Integer, primary_key=True),
        sa.Column("contact_id", sa.String, nullable=False),
    )
