"""The rule of every reader: each row of a file is in exactly one of claims, tallies, withdrawals and quarantine."""

from hudna.reports import Intake


def adds_up(intake: Intake) -> bool:
    """Tell whether the rows read are those told of, and no row is in two places."""
    told = (intake.claims, intake.tallies, intake.withdrawals, intake.quarantine)
    rows = [row for table in told for row in table["row"].unique()]
    return intake.rows_read == len(rows) == len(set(rows))
