"""How sure each rule is."""


def confidence(rule: str) -> int:
    return 900
