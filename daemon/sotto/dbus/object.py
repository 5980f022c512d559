"""One object on the bus: finds the method of a call, checks its types, answers or refuses."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dbus_next import DBusError, ErrorType, Message, MessageType, Variant

from sotto.dbus.definition import Definition
from sotto.dbus.errors import error_name
from sotto.errors import SottoError
from sotto.memory import look_for_memory, note

_log = logging.getLogger(__name__)

_PROPERTIES = "org.freedesktop.DBus.Properties"
_INTROSPECTABLE = "org.freedesktop.DBus.Introspectable"


@dataclass(frozen=True, slots=True)
class Call:
    """A call whose arguments have the types that the definition says.

    `descriptors` are closed when the method returns; one that is needed longer is duplicated.
    """

    sender: str
    arguments: Sequence[Any]
    descriptors: Sequence[int]


Method = Callable[[Call], Sequence[Any]]
"""Takes a call and returns the values of its answer. Raises SottoError."""


class BusObject:
    """Methods and properties by their names in the definition.

    `setters` are of the properties that may be set; `others` are further interfaces that the
    same object has, for its introspection.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of an object
        self,
        path: str,
        definition: Definition,
        methods: Mapping[str, Method],
        properties: Mapping[str, Callable[[], Any]],
        setters: Mapping[str, Callable[[Variant], None]] | None = None,
        others: Sequence[Definition] = (),
    ) -> None:
        self._path = path
        self._definition = definition
        self._interface: str = definition.interface.name
        self._methods = methods
        self._properties = properties
        self._setters = setters or {}
        self._others = others
        self._signatures = {each.name: each for each in definition.interface.methods}
        self._types = {each.name: each.signature for each in definition.interface.properties}

    def answer(self, message: Message) -> Message:
        """The reply to a call, an error where it must be one."""
        look_for_memory()
        try:
            return self._answer(message)
        except DBusError as error:
            return Message.new_error(message, error.type, error.text)
        except SottoError as error:
            return Message.new_error(message, error_name(error), str(error) or error.hears)
        except Exception as error:  # a caller without an answer would wait for ever
            note(error)
            _log.exception("%s failed", message.member)
            text = f"{type(error).__name__}: {error}"
            return Message.new_error(message, error_name(error), text)

    def value(self, name: str) -> Variant:
        """A property as a variant."""
        return Variant(self._types[name], self._properties[name]())

    def changed(self, names: Iterable[str], invalidated: Sequence[str] = ()) -> Message:
        """The standard signal that tells properties' new values, and which others to ask for."""
        return Message(
            message_type=MessageType.SIGNAL,
            path=self._path,
            interface=_PROPERTIES,
            member="PropertiesChanged",
            signature="sa{sv}as",
            body=[self._interface, {n: self.value(n) for n in names}, list(invalidated)],
        )

    def _answer(self, message: Message) -> Message:
        if message.interface == _INTROSPECTABLE and message.member == "Introspect":
            return Message.new_method_return(message, "s", [self._introspect(message.path)])
        if message.path != self._path:
            raise DBusError(ErrorType.UNKNOWN_OBJECT, f"there is no object {message.path}")
        if message.interface == _PROPERTIES:
            return self._property(message)
        if message.interface in (self._interface, None) and message.member in self._methods:
            return self._call(message)
        wanted = f"{message.interface or ''}.{message.member}"
        raise DBusError(ErrorType.UNKNOWN_METHOD, f"there is no method {wanted}")

    def _call(self, message: Message) -> Message:
        method = self._signatures[message.member]
        if message.signature != method.in_signature:
            raise DBusError(
                ErrorType.INVALID_ARGS,
                f"{method.name} takes {method.in_signature!r}, not {message.signature!r}",
            )
        call = Call(message.sender, message.body, message.unix_fds)
        body = self._methods[method.name](call)
        return Message.new_method_return(message, method.out_signature, list(body))

    def _introspect(self, path: str) -> str:
        if path == self._path:
            return self._definition.introspection(*self._others)
        parent = path.rstrip("/") + "/"
        if self._path.startswith(parent):
            return Definition.parent(self._path.removeprefix(parent).partition("/")[0])
        raise DBusError(ErrorType.UNKNOWN_OBJECT, f"there is no object {path}")

    # ---- properties

    def _property(self, message: Message) -> Message:
        match (message.member, message.signature):
            case ("Get", "ss"):
                name = self._known(*message.body)
                return Message.new_method_return(message, "v", [self.value(name)])
            case ("GetAll", "s"):
                self._check_interface(message.body[0])
                everything = {name: self.value(name) for name in self._properties}
                return Message.new_method_return(message, "a{sv}", [everything])
            case ("Set", "ssv"):
                name = self._known(*message.body[:2])
                if name not in self._setters:
                    raise DBusError(ErrorType.PROPERTY_READ_ONLY, f"{name} cannot be set")
                self._setters[name](message.body[2])
                return Message.new_method_return(message)
        raise DBusError(ErrorType.UNKNOWN_METHOD, f"{message.member}({message.signature})")

    def _known(self, interface: str, name: str) -> str:
        self._check_interface(interface)
        if name not in self._properties:
            raise DBusError(ErrorType.UNKNOWN_PROPERTY, f"there is no property {name}")
        return name

    def _check_interface(self, interface: str) -> None:
        if interface not in (self._interface, ""):
            raise DBusError(ErrorType.UNKNOWN_INTERFACE, f"there is no interface {interface}")
