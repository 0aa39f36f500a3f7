"""The pages of the workbench: what they show as HTML, and how they are wired."""
