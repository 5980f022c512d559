"""What the interface looks like on the bus, read from its XML: the one place that says it."""

from __future__ import annotations

from pathlib import Path

from dbus_next.introspection import Interface, Node

XML = Path(__file__).with_name("org.sotto.Voice1.xml")
SPIEL_XML = XML.with_name("org.freedesktop.Speech.Provider.xml")

_STANDARD = """
  <interface name="org.freedesktop.DBus.Introspectable">
    <method name="Introspect"><arg name="data" type="s" direction="out"/></method>
  </interface>
  <interface name="org.freedesktop.DBus.Peer">
    <method name="Ping"/>
    <method name="GetMachineId"><arg name="machine_uuid" type="s" direction="out"/></method>
  </interface>
  <interface name="org.freedesktop.DBus.Properties">
    <method name="Get">
      <arg name="interface" type="s" direction="in"/>
      <arg name="property" type="s" direction="in"/>
      <arg name="value" type="v" direction="out"/>
    </method>
    <method name="GetAll">
      <arg name="interface" type="s" direction="in"/>
      <arg name="properties" type="a{sv}" direction="out"/>
    </method>
    <method name="Set">
      <arg name="interface" type="s" direction="in"/>
      <arg name="property" type="s" direction="in"/>
      <arg name="value" type="v" direction="in"/>
    </method>
    <signal name="PropertiesChanged">
      <arg name="interface" type="s"/>
      <arg name="changed" type="a{sv}"/>
      <arg name="invalidated" type="as"/>
    </signal>
  </interface>
"""


class Definition:
    """An interface and its introspection data; `properties` are elements added to the file's."""

    def __init__(self, path: Path = XML, properties: str = "") -> None:
        head, end, tail = path.read_text().rpartition("</interface>")
        self._xml = head + properties + end + tail
        self.interface: Interface = Node.parse(self._xml).interfaces[0]

    def introspection(self, *others: Definition) -> str:
        """The object's description, the standard interfaces and its `others` included."""
        head, end, tail = self._xml.rpartition("</node>")
        return head + "".join(other.element() for other in others) + _STANDARD + end + tail

    def element(self) -> str:
        """The interface alone."""
        start = self._xml.index("<interface")
        return self._xml[start : self._xml.rindex("</interface>")] + "</interface>"

    @staticmethod
    def parent(child: str) -> str:
        """Description of an object that only leads to a child."""
        return f'<node><node name="{child}"/></node>'
