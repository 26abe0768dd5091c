"""Several files as one body of claims."""

from hudna.reports import FileTally, Intake, join_intakes
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
        ("two.csv", 3, "id", "claims-csv:A", "an id of its own; it was told already in one.csv, row 2"),
        ("two.csv", 4, "id", "claims-csv:T", "an id of its own; it was told already in one.csv, row 3"),
    ]
    assert joined.counts == (
        FileTally("one.csv", rows_read=2, rows_with_claims=1, claims=1, tallies=1, rows_in_quarantine=0),
        FileTally("two.csv", rows_read=3, rows_with_claims=1, claims=1, tallies=0, rows_in_quarantine=2),
    )


def test_two_files_of_one_name_are_told_apart_by_what_their_rows_say(read: Reading) -> None:
    header = "date,place,type,claimant\n"
    first = read(header + "2016-03-01,Madaya,shelling,SOHR\n2016-03-02,Madaya,shelling,SOHR\n", name="c.csv")
    second = read(header + "2016-03-03,Madaya,shelling,SOHR\nlast week,Madaya,shelling,SOHR\n", name="c.csv")

    joined = join_intakes([first, second])

    assert joined.claims["claim_id"].n_unique() == 3
    assert joined.counts == (
        FileTally("c.csv", rows_read=2, rows_with_claims=2, claims=2, tallies=0, rows_in_quarantine=0),
        FileTally("c.csv", rows_read=2, rows_with_claims=1, claims=1, tallies=0, rows_in_quarantine=1),
    )


def test_one_file_given_twice_adds_nothing_and_its_rows_are_counted_in_quarantine(read: Reading) -> None:
    text = "date,place,type,claimant\n2016-03-01,Madaya,shelling,SOHR\nlast week,Madaya,shelling,SOHR\n"
    once = read(text, name="c.csv")
    again = read(text, name="copy.csv")

    joined = join_intakes([once, again])

    assert joined.claims.equals(once.claims)
    assert joined.counts[1] == FileTally("copy.csv", 2, 0, 0, 0, rows_in_quarantine=2)
    assert joined.quarantine["expected"].to_list()[-1] == "an id of its own; it was told already in c.csv, row 2"


def test_rows_of_several_claims_add_up_for_each_file_after_the_join(ged_syria: Intake) -> None:
    joined = join_intakes([ged_syria, ged_syria])

    first, second = joined.counts
    assert (second.rows_with_claims, second.claims) == (0, 0)
    assert second.rows_in_quarantine == second.rows_read == first.rows_read
    assert first.rows_read == first.rows_with_claims + first.tallies + first.rows_in_quarantine


def test_no_files_give_empty_tables() -> None:
    joined = join_intakes([])

    assert (joined.rows_read, joined.claims.height, joined.tallies.height, joined.quarantine.height) == (0, 0, 0, 0)
