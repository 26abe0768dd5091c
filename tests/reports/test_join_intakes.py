"""Several files as one body of claims."""

from hudna.reports import Intake, join_intakes
from reports.conftest import Reading

HEADER = "row_id,date,place,type,claimant\n"


def test_claims_of_several_files_stand_in_the_order_given_and_counts_add_up(
    claims_syria: Intake, ged_syria: Intake
) -> None:
    joined = join_intakes([claims_syria, ged_syria])

    assert joined.claims["format"].rle().struct.field("len").to_list() == [157, 21_137]
    assert (
        joined.rows_read
        == joined.rows_with_claims + joined.rows_with_tallies + joined.rows_in_quarantine
        == 195 + 16_566
    )
    assert joined.notes == ged_syria.notes


def test_the_same_rows_given_twice_are_not_two_witnesses(read: Reading) -> None:
    first = read(HEADER + "A,2016-03-01,Madaya,shelling,SOHR\nT,2016-03-01,Syria,daily_tally,SOHR\n", name="one.csv")
    second = read(
        HEADER
        + "B,2016-03-01,Madaya,shelling,SOHR\nA,2016-03-01,Madaya,shelling,SOHR\nT,2016-03-01,Syria,daily_tally,SOHR\n",
        name="two.csv",
    )

    joined = join_intakes([first, second])

    assert joined.claims["claim_id"].to_list() == ["claims-csv:A", "claims-csv:B"]
    assert joined.tallies["file"].to_list() == ["one.csv"]
    assert joined.quarantine.drop("raw").rows() == [
        ("two.csv", 3, "id", "claims-csv:A", "an id that no other file of these uses"),
        ("two.csv", 4, "id", "claims-csv:T", "an id that no other file of these uses"),
    ]
    assert joined.rows_read == 5


def test_no_files_give_empty_tables() -> None:
    joined = join_intakes([])

    assert (joined.rows_read, joined.claims.height, joined.tallies.height, joined.quarantine.height) == (0, 0, 0, 0)
