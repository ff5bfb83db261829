"""The desk: what the commands do, in a browser. Words and clicks -> one pipeline call."""
