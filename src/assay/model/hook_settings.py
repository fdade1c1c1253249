"""Hook settings: files by which an editor, a coding agent or a container runs commands once the folder is opened."""

from __future__ import annotations

#: Path in the package, and the word without which the file runs nothing. By the documentation of Visual
#: Studio Code, Claude Code, Cursor, Gemini CLI, Kiro, MCP and development containers.
HOOK_SETTINGS = {
    ".vscode/tasks.json": "folderOpen",
    ".claude/settings.json": "hooks",
    ".claude/settings.local.json": "hooks",
    ".cursor/hooks.json": "command",
    ".cursor/mcp.json": "command",
    ".gemini/settings.json": "command",
    ".kiro/settings/mcp.json": "command",
    ".mcp.json": "command",
    ".devcontainer/devcontainer.json": "Command",
    ".devcontainer.json": "Command",
}
#: Bytes of one such file that are looked at.
MAX_BYTES = 256 * 1024
