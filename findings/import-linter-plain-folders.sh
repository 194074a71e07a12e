#!/usr/bin/env bash
# import-linter does not see a folder that has no __init__.py, not even under `exhaustive`.
#
# One would guess: what Python can import inside the package is checked, and `exhaustive = true`
# complains of a folder that the layers do not name.
# What happens: Python 3 imports a folder without __init__.py all the same (a namespace package),
# and the program runs. The graph leaves it out with all that lies in it: an import
# that broke the contract is «KEPT» once its file moves into such a folder, and a whole new folder
# beside the layers is not missed by `exhaustive`. The only trace is the number of analysed files.
# Why it matters: the contract is broken most easily when rooms are moved about, which is also when
# an __init__.py is forgotten; the check then turns from red to green for the wrong reason. Let a
# test compare the folders that hold .py files with those that have an __init__.py.
#
# Seen with import-linter 2.16 and grimp 3.19 on Python 3.11.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check import-linter==2.16 grimp==3.19
"$place/venv/bin/pip" list --disable-pip-version-check 2>/dev/null | grep -E '^(import-linter|grimp) '

mkdir -p "$place/project/house/"{upper,lower}
cd "$place/project"
touch house/__init__.py house/upper/__init__.py house/lower/__init__.py
echo 'NAME = "upper"' >house/upper/plans.py
echo 'from house.upper.plans import NAME' >house/lower/records.py
cat >.importlinter <<'INI'
[importlinter]
root_package = house
[importlinter:contract:order]
name = lower knows nothing of upper
type = layers
containers = house
layers =
    upper
    lower
exhaustive = true
INI

# Prints what the linter found and leaves its verdict in $verdict.
check() {
    local output
    output=$(PYTHONPATH=. "$place/venv/bin/lint-imports" --no-cache 2>&1) || true
    verdict=$(grep -oE 'KEPT|BROKEN' <<<"$output" | head -n 1)
    printf '%-58s %s, %s\n' "$1" "$verdict" "$(grep -oE 'Analyzed [0-9]+ files' <<<"$output")"
}

check "lower/records.py imports upper:"
test "$verdict" = BROKEN

mkdir house/lower/inner
mv house/lower/records.py house/lower/inner/
check "the same file in lower/inner/, no __init__.py there:"
test "$verdict" = KEPT
"$place/venv/bin/python" -c 'from house.lower.inner.records import NAME; print("   Python imports it:", NAME)'

touch house/lower/inner/__init__.py
check "lower/inner/ with an __init__.py:"
test "$verdict" = BROKEN

rm -r house/lower/inner
mkdir house/third
echo 'from house.upper.plans import NAME' >house/third/extra.py
check "exhaustive, a folder third/ in no layer, no __init__.py:"
test "$verdict" = KEPT

touch house/third/__init__.py
check "third/ with an __init__.py:"
test "$verdict" = BROKEN
