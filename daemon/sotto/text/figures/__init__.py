"""Numbers and all that is counted: money, quantities, dates, times, telephone numbers."""
