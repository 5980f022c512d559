"""What the daemon is called on the session bus."""

BUS_NAME = "org.sotto.Voice1"
PATH = "/org/sotto/Voice1"
INTERFACE = "org.sotto.Voice1"
SETTINGS_INTERFACE = "org.sotto.Settings1"

SPIEL_NAME = "org.sotto.Speech.Provider"
SPIEL_PATH = "/org/sotto/Speech/Provider"
SPIEL_INTERFACE = "org.freedesktop.Speech.Provider"
