#!/bin/sh
# Prints the Python 3.13 to use: one on PATH that really runs, one of pyenv's, or "3.13" for uv to fetch.
if python3.13 -c '' 2>/dev/null; then
    command -v python3.13
    exit 0
fi
for candidate in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13*/bin/python3.13; do
    if [ -x "$candidate" ]; then
        echo "$candidate"
        exit 0
    fi
done
echo 3.13
