"""RabbitMQ's confirms: each is counted for its own message and no other."""

import pytest
from kombu.entity import Exchange, Queue

from shared.bus.confirms import ConfirmingPublisher, Unconfirmed
from shared.bus.connection import LOST, connect
from shared.bus.letters import Letter
from shared.ids import new_id
from tests.servers import rabbitmq
from tests.shared.bus.proxy import Proxy

pytestmark = pytest.mark.servers

KEY = "notes.note.written.v1"
ROOM = 3


def letters(count, key=KEY):
    return [Letter(new_id(), key, "{}") for _ in range(count)]


def ids(batch):
    return frozenset(letter.message_id for letter in batch)


@pytest.fixture
def exchange(prefix):
    """An exchange with one queue, which has room for three messages and refuses more."""
    exchange = Exchange(f"{prefix}events", type="topic", durable=True)
    arguments = {"x-max-length": ROOM, "x-overflow": "reject-publish"}
    queue = Queue(f"{prefix}small", exchange, KEY, queue_arguments=arguments)
    with connect(rabbitmq()) as connection, connection.channel() as channel:
        queue(channel).declare()
    yield exchange.name
    with connect(rabbitmq()) as connection, connection.channel() as channel:
        channel.queue_delete(queue.name)
        channel.exchange_delete(exchange.name)


@pytest.fixture
def proxy():
    proxy = Proxy(rabbitmq())
    yield proxy
    proxy.close()


def test_each_message_that_a_full_queue_refuses_is_known(exchange):
    batch = letters(ROOM + 2)

    with connect(rabbitmq()) as connection:
        receipt = ConfirmingPublisher(connection, exchange).send(batch)

    assert receipt.confirmed == ids(batch[:ROOM])


def test_unroutable_refused_and_taken_messages_are_told_apart_in_one_batch(exchange):
    taken, unheard, refused = letters(ROOM), letters(2, "nobody.hears.this.v1"), letters(1)

    with connect(rabbitmq()) as connection:
        receipt = ConfirmingPublisher(connection, exchange).send([*taken, *unheard, *refused])

    assert receipt.confirmed == ids([*taken, *unheard])
    assert receipt.unroutable == ids(unheard)


def test_the_tags_go_on_from_batch_to_batch(exchange):
    batches = letters(1), letters(1), letters(2)

    with connect(rabbitmq()) as connection:
        publisher = ConfirmingPublisher(connection, exchange)
        receipts = [publisher.send(batch) for batch in batches]

    assert [receipt.confirmed for receipt in receipts] == [
        ids(batches[0]),
        ids(batches[1]),
        ids(batches[2][:1]),
    ]


def send_unanswered(proxy, exchange, batch):
    with connect(proxy.url) as connection:
        publisher = ConfirmingPublisher(connection, exchange, timeout=0.2)
        proxy.hold_answers()
        publisher.send(batch)


def test_no_answer_in_time_is_an_outage(exchange, proxy):
    with pytest.raises(Unconfirmed):
        send_unanswered(proxy, exchange, letters(1))

    assert issubclass(Unconfirmed, LOST)


def test_an_answer_that_comes_late_is_not_taken_for_the_next_message(exchange, proxy):
    """kombu's own confirms fail here: they take the late yes for the message refused later."""
    late, refused = letters(ROOM), letters(1)
    with connect(proxy.url) as connection:
        publisher = ConfirmingPublisher(connection, exchange, timeout=0.2)
        proxy.hold_answers()
        with pytest.raises(Unconfirmed):
            publisher.send(late)
        proxy.let_answers_through()

        receipt = publisher.send(refused)

    assert receipt.confirmed == ids(late)


def test_a_broker_that_went_away_is_noticed_while_idle(exchange, proxy):
    def idle():
        with connect(proxy.url) as connection:
            publisher = ConfirmingPublisher(connection, exchange)
            proxy.close()
            for _ in range(10):
                publisher.keep_alive()

    with pytest.raises(LOST):
        idle()
