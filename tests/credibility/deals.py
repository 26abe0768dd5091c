"""A small invented deal, and numbers for it, as texts that tests change a line of."""

from hudna.terms import Agreement, parse_agreement

DEAL = """hudna: 1
id: two-banks
title: Two banks
version: "2027-01-01"
status: draft
clock: Asia/Damascus
in_force: {from: "2027-01-01T06:00", for: P90D}
parties:
  east: {actors: [east_army]}
  west: {actors: [west_army]}
guarantors:
  north: {answers_for: [east], levers: [{lever: fuel}, {lever: pay}], answers_within: PT48H, if_silent: next_rung}
  south: {answers_for: [west]}
bodies:
  panel: {tasks: [observe, rule], rules_against: [east], members: [panel_chair]}
  friends: {tasks: [rule], rules_against: [west], members: [south]}
others: {panel_chair: {}}
zones:
  strip: {circle: {lat: 33.7, lon: 36.1, km: 3}}
  hills: {undefined: the hills, within: strip}
terms:
  fire: {forbid: [armed_attack], by: [east, west], against: [each_other], in: [strip]}
  prisoners: {require: detainee_release, by: [west], for: [east], deadline: 2027-01-20}
  bodies: {require: aid_delivery, by: [east], for: [west], every: P7D, mirrors: prisoners, at_most: P7D}
exclusions:
  banner: {actors: [banner], zones: [hills], by: [east]}
actors: {banner: {}}
"""

NUMBERS = """assumptions: 1
agreement: two-banks
unit: day_of_deal
parties:
  east:
    war_value: [-20, -5, 5]
    opportunities_per_day: [0.03, 0.08, 0.2]
    kinds:
      armed_attack: {share: 0.7, gain: [2, 5, 12], harm_to_other: [2, 5, 10]}
      advance: {share: 0.3, gain: {q: [[0.1, 2], [0.5, 5], [0.9, 12]]}, harm_to_other: 5}
    walks_out: {credible: [0, 0.01, 0.05]}
    mirror: {term: bodies, loses: [2, 6, 14], costs_the_other: [0.5, 2, 5]}
  west:
    war_value: {range: [-20, -5, 5], basis: elicited, note: asked twice}
    opportunities_per_day: 0.05
    kinds:
      armed_attack: {gain: [1, 3, 8], harm_to_other: [2, 5, 10]}
    walks_out: {credible: [0, 0.01, 0.05]}
    mirror: {loses: [2, 6, 14], costs_the_other: [0.5, 2, 5]}
guarantors:
  north:
    lever: {what: [fuel], max_client_days: [2, 8, 20]}
    cost_per_client_day: [0.3, 1, 3]
  south:
    lever: {max_client_days: [2, 8, 20]}
    cost_per_client_day: [0.3, 1, 3]
monitoring:
  detection: {armed_attack: [0.6, 0.8, 0.9]}
correlated: [[gain, war_value, 0.5]]
verdict: {alpha: 0.75, draws: 400, seed: 1}
"""


def deal(text: str = DEAL) -> Agreement:
    return parse_agreement(text, file="deal.yaml")
