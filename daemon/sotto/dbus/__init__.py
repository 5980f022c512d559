"""D-Bus front: the only folder of the daemon that knows dbus-next."""
