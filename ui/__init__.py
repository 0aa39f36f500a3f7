"""
The edges of Anping: the command line and the workbench in the browser.

    >>> from ui.settings import load_settings
    >>> load_settings({"ANPING_PORT": "8080"}).port
    8080

Holds no rule and no judgement of its own: it calls `assistant`, `corpus` and `scoring`.
"""
