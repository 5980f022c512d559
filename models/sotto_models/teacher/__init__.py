"""The open teacher, Kokoro-82M: lines to say, and what it says of them."""
