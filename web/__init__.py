"""The edge, where people and programs reach the assistant: HTTP, the chat page and the terminal."""
