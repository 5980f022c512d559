"""How a request becomes sound: attempts with a deadline, worker threads, and what is kept."""
