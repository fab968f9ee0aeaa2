"""The flow: where the independent steps are joined into datasets; see steps.py for the verbs."""
