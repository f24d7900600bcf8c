"""Settings in, wired services out: the only place that knows every adapter."""
