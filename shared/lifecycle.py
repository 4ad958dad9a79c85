"""A lifecycle is a table of steps, and `fire` is the only way to change a state."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple

from transitions import EventData, Machine

from shared.errors import Refused
from shared.message import Message
from shared.texts import N_

Guard = Callable[[Any], bool]

GUARDED = N_("The step “%(trigger)s” is refused: only if %(guard)s.")
NO_STEP = N_("The step “%(trigger)s” can't be taken from “%(state)s”.")

START = None  # The source of a step that brings its entity into being.


class Step(NamedTuple):
    """One row of a lifecycle's table; of several guards all have to say yes."""

    trigger: str
    source: Enum | None
    dest: Enum
    guard: Guard | tuple[Guard, ...] | None
    announces: type[Message]

    @property
    def guards(self) -> tuple[Guard, ...]:
        if self.guard is None:
            return ()
        return self.guard if isinstance(self.guard, tuple) else (self.guard,)

    def is_open_to(self, entity: Any) -> bool:
        """Whether every guard says yes."""
        return all(guard(entity) for guard in self.guards)


class Refusal(NamedTuple):
    """What a person is told when a guard, or a state, says no: a contract's code and a text."""

    code: str
    text: str


class StepRefused(Refused):
    """The entity is in the wrong state for this trigger, or a guard said no."""


class Lifecycle:
    """One machine for all entities of a kind; it keeps none of them."""

    def __init__(
        self,
        name: str,
        states: type[Enum],
        steps: Sequence[Step],
        refusals: Mapping[Guard | Enum, Refusal] | None = None,
    ) -> None:
        self.name = name
        self.states = states
        self.steps = tuple(steps)
        self._refusals = refusals or {}
        self._machine = Machine(
            model=None, states=states, initial=None, auto_transitions=False, send_event=True
        )
        for step in self.steps:
            if step.source is not START:
                guards: list[Any] = [_on_entity(guard) for guard in step.guards]
                self._machine.add_transition(step.trigger, step.source, step.dest, guards)

    def fire(self, entity: Any, trigger: str, **facts: Any) -> Message:
        """Move `entity` along `trigger` and return the message that the step announces.

        `facts` fill in the message. Raises StepRefused, and leaves the entity as it was,
        when no step with this trigger leaves its state or the step's guard says no.
        """
        source = entity.state
        if not self._move(entity, trigger):
            raise self.obstacles(entity, trigger)[0]
        step = next(s for s in self._steps(trigger, source) if s.dest is entity.state)
        return step.announces(**facts)

    def may(self, entity: Any, trigger: str) -> bool:
        """Whether `fire` would be allowed now."""
        steps = self._steps(trigger, entity.state)
        return any(step.is_open_to(entity) for step in steps)

    def allowed(self, entity: Any) -> list[str]:
        """The triggers that `entity` may take now, in the order of the table."""
        triggers = dict.fromkeys(step.trigger for step in self.steps)
        return [trigger for trigger in triggers if self.may(entity, trigger)]

    def obstacles(self, entity: Any, trigger: str) -> list[StepRefused]:
        """Why `fire` would refuse: a reason for each guard that says no, in the table's order."""
        steps = self._steps(trigger, entity.state)
        if not steps:
            return [self._no_step(trigger, entity.state)]
        if self.may(entity, trigger):
            return []
        return [self._refused(trigger, guard) for guard in steps[0].guards if not guard(entity)]

    def diagram(self) -> str:
        """This lifecycle in Mermaid, each arrow labelled `trigger [guard] / message`."""
        rows = [f"    {_state(s.source)} --> {_state(s.dest)}: {_label(s)}" for s in self.steps]
        return "\n".join(["stateDiagram-v2", *rows])

    def table(self) -> list[dict[str, str | None]]:
        """The steps as rows that JSON can carry."""
        return [
            {
                "trigger": s.trigger,
                "from": str(s.source.value) if s.source else None,
                "to": str(s.dest.value),
                "guard": _names(s) or None,
                "rule": " ".join(_rule(guard) for guard in s.guards) or None,
                "announces": s.announces.name,
            }
            for s in self.steps
        ]

    def rules(self) -> dict[str, str]:
        """Each guard's name and what it asks for."""
        return {guard.__name__: _rule(guard) for step in self.steps for guard in step.guards}

    def _move(self, entity: Any, trigger: str) -> bool:
        if not self._steps(trigger, entity.state):
            return False
        if entity.state is START:
            return self._begin(entity, trigger)
        return bool(self._machine.events[trigger].trigger(entity))

    def _begin(self, entity: Any, trigger: str) -> bool:
        for step in self._steps(trigger, START):
            if step.is_open_to(entity):
                entity.state = step.dest
                return True
        return False

    def _steps(self, trigger: str, source: Enum | None) -> list[Step]:
        return [s for s in self.steps if s.trigger == trigger and s.source is source]

    def _refused(self, trigger: str, guard: Guard) -> StepRefused:
        refusal = self._refusals.get(guard)
        if refusal:
            return StepRefused(refusal.text, code=refusal.code)
        return StepRefused(GUARDED, trigger=trigger, guard=guard.__name__)

    def _no_step(self, trigger: str, source: Enum | None) -> StepRefused:
        refusal = self._refusals.get(source) if source else None
        if refusal:
            return StepRefused(refusal.text, code=refusal.code)
        return StepRefused(NO_STEP, trigger=trigger, state=_state(source))


def _on_entity(guard: Guard) -> Callable[[EventData], bool]:
    return lambda event: guard(event.model)


def _state(state: Enum | None) -> str:
    return str(state.value) if state else "[*]"


def _label(step: Step) -> str:
    guard = f" [{_names(step)}]" if step.guards else ""
    return f"{step.trigger}{guard} / {step.announces.__name__}"


def _names(step: Step) -> str:
    return ", ".join(guard.__name__ for guard in step.guards)


def _rule(guard: Guard) -> str:
    return (guard.__doc__ or "").strip()
