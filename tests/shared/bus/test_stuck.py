"""What an operator may do with stuck work."""

import pytest

from shared.errors import Missing, Refused
from shared.inbox import Outcome
from shared.stuck import actions
from tests.shared.bus.notes import envelope
from tests.stuck.deciding import ids, look, settle, stuck
from tests.stuck.reader import Reader

NOBODYS = "01990000-0000-7000-8000-000000000000"


@pytest.fixture
def reader(sessions):
    return Reader(sessions)


def a_dead_letter(reader):
    """The second of three messages is a dead letter; gives its id."""
    reader.unbearable = {"2"}
    reader.take("1", "2", "3")
    (number,) = ids(reader, "dead")
    return number


def test_dead_letters_stand_first_and_pages_go_on_over_both_kinds(reader):
    reader.unbearable = {"b", "x", "y"}
    reader.take("b", note="b", tries=2)
    reader.take("x", note="x")
    reader.take("y", note="y")
    reader.take("late", first=5, note="z")

    rows = stuck(reader)
    pages, cursor = [], None
    with reader.sessions() as session:
        while True:
            page = actions.listed(session, state=None, limit=1, cursor=cursor)
            pages += [row.id for row in page.items]
            cursor = page.next
            if cursor is None:
                break
        counts = actions.count_by_state(session)

    assert [row.state for row in rows] == ["dead", "dead", "retry", "gap"]
    assert [row.subject for row in rows[:2]] == ["note/x", "note/y"]
    assert [rows[2].id, rows[3].id] == [reader.ids["b"], reader.ids["late"]]
    assert pages == [row.id for row in rows]
    assert counts == {"dead": 2, "retry": 1, "gap": 1}
    assert ids(reader, "retry") == [reader.ids["b"]]


def test_a_dead_letter_shows_what_it_says_and_what_waits_behind_it(reader):
    number = a_dead_letter(reader)

    found = look(reader, number)

    assert '"text":"2"' in found.stuck.body
    assert found.stuck.error.strip().endswith("can't bear 2")
    assert (found.allowed, found.behind, found.ahead) == (("replay", "drop"), 1, None)
    behind = look(reader, reader.ids["3"])
    assert (behind.allowed, behind.ahead, behind.missing) == ((), number, None)


def test_a_replayed_message_has_its_effect_once_and_the_others_follow(reader):
    number = a_dead_letter(reader)
    reader.unbearable = set()

    settled = settle(reader, actions.replay, number)
    reader.go_on()

    assert reader.effects == ["1", "2", "3"]
    assert stuck(reader) == []
    row = settled.stuck
    assert (row.state, row.settled_by, row.settled_why) == (
        "replayed",
        "operator/one",
        "the cause is mended",
    )
    assert settled.allowed == ()


def test_a_dropped_message_has_no_effect_and_the_others_follow(reader):
    number = a_dead_letter(reader)

    settle(reader, actions.drop, number)
    reader.go_on()

    assert reader.effects == ["1", "3"]
    assert look(reader, number).stuck.state == "dropped"


@pytest.mark.parametrize("first", [actions.replay, actions.drop])
@pytest.mark.parametrize("second", [actions.replay, actions.drop, actions.skip])
def test_what_was_settled_is_not_settled_again(reader, first, second):
    number = a_dead_letter(reader)
    reader.unbearable = set()
    settle(reader, first, number)
    reader.go_on()
    effects = list(reader.effects)

    with pytest.raises(Refused, match="not stuck any more"):
        settle(reader, second, number, why="another reason")
    reader.go_on()

    assert reader.effects == effects
    assert look(reader, number).stuck.settled_why == "the cause is mended"


def test_a_message_that_is_tried_again_by_itself_need_not_be_waited_for(reader):
    reader.unbearable = {"1"}
    reader.take("1", "2", tries=2)
    assert look(reader, reader.ids["1"]).allowed == ("replay", "drop")
    reader.unbearable = set()

    settled = settle(reader, actions.replay, reader.ids["1"])
    reader.go_on()

    assert reader.effects == ["1", "2"]
    assert (settled.stuck.state, settled.stuck.attempts) == ("replayed", 1)
    assert '"text":"1"' in settled.stuck.body


def test_a_message_that_is_tried_again_by_itself_may_be_dropped_and_is_kept_to_read(reader):
    reader.unbearable = {"1"}
    reader.take("1", "2", tries=2)

    settled = settle(reader, actions.drop, reader.ids["1"], why="a wrong one")
    reader.go_on()

    assert reader.effects == ["2"]
    assert (settled.stuck.state, settled.stuck.settled_why) == ("dropped", "a wrong one")
    assert '"text":"1"' in settled.stuck.body


def test_it_has_all_its_tries_again(reader):
    reader.unbearable = {"1"}
    reader.take("1", tries=2)

    settle(reader, actions.replay, reader.ids["1"])

    (row,) = stuck(reader)
    assert (row.id, row.state, row.attempts) == (reader.ids["1"], "retry", 0)


def test_what_is_about_to_be_tried_is_not_replayed_once_more(reader):
    reader.unbearable = {"1"}
    reader.take("1", tries=2)
    settle(reader, actions.replay, reader.ids["1"])

    with pytest.raises(Refused, match="about to be tried"):
        settle(reader, actions.replay, reader.ids["1"])

    assert look(reader, reader.ids["1"]).allowed == ("drop",)
    with reader.sessions() as session:
        assert len(actions.decisions(session, limit=50, cursor=None).items) == 1


@pytest.mark.parametrize("how", [actions.replay, actions.drop])
def test_the_order_of_a_subject_is_kept(reader, how):
    a_dead_letter(reader)

    with pytest.raises(Refused, match="waits for others"):
        settle(reader, how, reader.ids["3"])

    assert ids(reader, "gap") == [reader.ids["3"]]


def test_what_is_missing_can_be_left_out_where_nothing_else_stands_before(reader):
    reader.take("1")
    reader.take("4", "5", first=4)
    found = look(reader, reader.ids["4"])
    assert (found.allowed, found.missing) == (("skip",), (2, 3))

    with pytest.raises(Refused, match="waits for others"):
        settle(reader, actions.skip, reader.ids["5"])
    settled = settle(reader, actions.skip, reader.ids["4"], why="nobody has them")
    reader.go_on()

    assert reader.effects == ["1", "4", "5"]
    assert (settled.stuck.state, settled.stuck.settled_why) == ("skipped", "nobody has them")
    assert reader.take_raw(envelope(version=2).to_json()) is Outcome.DUPLICATE


def test_nothing_is_left_out_where_nothing_is_missing(reader):
    number = a_dead_letter(reader)
    with pytest.raises(Refused, match="Nothing is missing"):
        settle(reader, actions.skip, number)
    with pytest.raises(Refused, match="waits for others"):
        settle(reader, actions.skip, reader.ids["3"])

    reader.unbearable = {"b"}
    reader.take("b", note="b", tries=2)
    with pytest.raises(Refused, match="Nothing is missing"):
        settle(reader, actions.skip, reader.ids["b"])


def test_what_can_not_be_read_can_only_be_dropped(reader):
    reader.take_raw("nonsense")
    (number,) = ids(reader)
    found = look(reader, number)
    assert (found.allowed, found.stuck.name, found.stuck.body) == (("drop",), None, "nonsense")

    with pytest.raises(Refused, match="can't be read"):
        settle(reader, actions.replay, number)
    settle(reader, actions.drop, number)

    assert stuck(reader) == []


@pytest.mark.parametrize("how", [actions.replay, actions.drop, actions.skip])
@pytest.mark.parametrize("unknown", ["7", "9" * 18, "9" * 40, "none", NOBODYS])
def test_what_never_was_is_missing(reader, how, unknown):
    with pytest.raises(Missing):
        settle(reader, how, unknown)
    with pytest.raises(Missing):
        look(reader, unknown)


@pytest.mark.parametrize("how", [actions.replay, actions.drop, actions.skip])
def test_what_came_right_meanwhile_is_left_alone(reader, how):
    reader.unbearable = {"1"}
    reader.take("1", tries=2)
    reader.unbearable = set()
    reader.pass_time()
    reader.go_on()

    with pytest.raises(Refused, match="not stuck any more"):
        settle(reader, how, reader.ids["1"])

    assert reader.effects == ["1"]


def test_decisions_are_listed_the_newest_first(reader):
    number = a_dead_letter(reader)
    settle(reader, actions.drop, number, why="first")
    reader.unbearable = {"b", "c"}
    reader.take("b", note="b")
    reader.take("c", note="c")
    for row in stuck(reader, "dead"):
        settle(reader, actions.drop, row.id, why=row.subject)

    found, cursor = [], None
    with reader.sessions() as session:
        while True:
            page = actions.decisions(session, limit=2, cursor=cursor)
            found += page.items
            cursor = page.next
            if cursor is None:
                break

    assert [row.settled_why for row in found] == ["note/c", "note/b", "first"]
    assert found[0].settled_at >= found[2].settled_at
