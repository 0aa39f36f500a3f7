"""What other programs ask of a home by the Model Context Protocol: tools, resources, prompts.

Nothing here changes anything. docs/mcp.md says how to connect.
"""
