"""Which claims meet: whoever is near must be found, anywhere on the globe, judged by comparing all with all."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hudna.incidents.arrays import read_arrays
from hudna.incidents.candidates import BY_POSITION, candidate_pairs, is_near, meet_plainly, survey
from hudna.incidents.candidates_fast import meet_fast
from incidents.made_claims import a_claim, claims_of

somewhere = st.one_of(
    st.tuples(st.sampled_from([179.98, -179.99, 180.0, -180.0, 179.9]), st.floats(-1.0, 1.0)),
    st.tuples(st.floats(-180.0, 180.0), st.floats(89.0, 90.0)),
    st.tuples(st.floats(-180.0, 180.0), st.floats(-90.0, -89.9)),
    st.tuples(st.floats(-0.1, 0.1), st.floats(-0.1, 0.1)),
)


@settings(max_examples=150, deadline=None)
@given(
    places=st.lists(st.tuples(somewhere, st.sampled_from([0.0, 2_000.0, 60_000.0, 600_000.0])), min_size=2, max_size=8)
)
def test_whoever_is_near_meets_across_180_and_round_the_poles(
    places: list[tuple[tuple[float, float], float]],
) -> None:
    told = [
        a_claim(f"claims-csv:{n}", longitude=lon, latitude=lat, radius_m=radius)
        for n, ((lon, lat), radius) in enumerate(places)
    ]
    rows = read_arrays(claims_of(*told))
    both = np.array(list(combinations(range(len(told)), 2)))
    near, _ = is_near(rows, both[:, 0], both[:, 1])

    grounds = survey(rows)

    met = {
        (i, j) for pairs in candidate_pairs(grounds) for i, j in zip(pairs.i.tolist(), pairs.j.tolist(), strict=True)
    }
    assert met == set(map(tuple, both[near].tolist()))
    for meet in (meet_plainly, meet_fast):
        found = [
            tuple(sorted(pair))
            for i, j, _ in meet(grounds.parts[0], 0.0, BY_POSITION, 1000)
            for pair in zip(i.tolist(), j.tolist(), strict=True)
        ]
        assert sorted(found) == sorted(met)


@pytest.mark.parametrize("longitude", [90.0, 180.0, -1.0])
def test_two_claims_on_two_sides_of_a_pole_meet(longitude: float) -> None:
    told = [
        a_claim("claims-csv:1", longitude=0.0, latitude=89.99),
        a_claim("claims-csv:2", longitude=longitude, latitude=89.99),
    ]

    pairs = list(candidate_pairs(survey(read_arrays(claims_of(*told)))))

    assert sum(pair.i.size for pair in pairs) == 1
    assert pairs[0].km[0] < 2.3  # twice a hundredth of a degree
