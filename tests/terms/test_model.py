"""The models mirror the file, and the JSON Schema is printed from them."""

import json

from hudna.terms import Agreement, Day, Disputed, Undefined, Unread, agreement_schema
from hudna.terms.values import Value
from terms.agreements import SMALL, broken, parse


def test_reserved_words_of_python_end_in_an_underscore() -> None:
    agreement = parse(SMALL)

    assert agreement.terms["fire"].in_ == ["all_of_it"]
    assert agreement.terms["food"].for_ == ["civilians"]
    assert agreement.in_force is not None
    assert agreement.in_force.from_ == "2016-02-27T06:00"


def test_what_a_deal_does_not_say_is_four_things() -> None:
    deadlines = {
        "deadline: {undefined: soon, within: 2016-04-01}": Undefined,
        "deadline: {unread: annex 2}": Unread,
        "deadline: {disputed: [{val: 2016-03-25, source: text}, {val: {undefined: early}}], use: 2016-03-25}": Disputed,
        "deadline: {day: 14}": Day,
    }
    for written, kind in deadlines.items():
        assert isinstance(parse(broken("deadline: 2016-03-25", written)).terms["flag"].deadline, kind)
    assert parse(broken("    deadline: 2016-03-25\n", "")).terms["flag"].deadline is None


def test_positions_lead_from_the_model_to_the_text() -> None:
    agreement = parse(SMALL)

    line, column = agreement.positions["terms", "food", "rows", "first", "deadline", "day"]

    assert SMALL.splitlines()[line - 1][column - 1 :].startswith("14}")
    assert agreement.key_positions["terms", "food"] == (line - 5, 3)


def test_agreements_that_say_the_same_are_equal_wherever_it_stands() -> None:
    assert parse(SMALL) == parse("# moved down\n\n" + SMALL)
    assert parse(SMALL) != parse(broken("km: 2}}", "km: 3}}"))


def test_the_schema_describes_every_field_by_its_key() -> None:
    schema = agreement_schema()

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    undescribed = [
        f"{name}.{key}"
        for name, part in [("Agreement", schema), *schema["$defs"].items()]
        for key, field in part.get("properties", {}).items()
        if "description" not in field
    ]
    assert undescribed == []
    assert {"in", "from", "with", "for"} <= set(schema["$defs"]["Term"]["properties"])
    assert json.loads(json.dumps(schema)) == schema


def test_the_schema_knows_no_null_and_no_key_beyond_the_format() -> None:
    schema = agreement_schema()

    assert '"null"' not in json.dumps(schema)
    assert schema["additionalProperties"] is False


def test_every_field_of_every_model_has_a_description() -> None:
    def all_models(model: type[Value]) -> set[type[Value]]:
        return {model, *(inner for child in model.__subclasses__() for inner in all_models(child))}

    assert Agreement in all_models(Value)
    for model in all_models(Value):
        assert [name for name, field in model.model_fields.items() if not field.description] == [], model
