"""Hundreds of lifecycles while processes are killed and servers stopped, and their audit."""
