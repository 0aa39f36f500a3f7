"""The strings of the workbench, one module a view; `ui.wording` joins them."""
