#!/bin/sh
# Writes a report of every scenario that ships, and a page that lists them:  tools/report-gallery.sh FOLDER
# With --pictures the three pictures of docs/pictures are made anew as well, from FOLDER/figures; that needs Node.js and
# rsvg-convert (librsvg2-bin). Takes some minutes: the guidance study and the sweep over 144 points are the longest.
# Exit codes: 0 done, 1 a report failed, 2 wrong usage, 69 and 70 as in tools/setup.sh.
set -u
root=$(dirname -- "$(readlink -f -- "$0")")/..
root=$(readlink -f -- "$root")
pictures=no
folder=
for argument in "$@"; do
    case $argument in
        --pictures) pictures=yes ;;
        -*) folder= && break ;;
        *) [ -z "$folder" ] && folder=$argument || { folder= && break; } ;;
    esac
done
[ -n "$folder" ] || { echo "usage: tools/report-gallery.sh FOLDER [--pictures]" >&2; exit 2; }
mkdir -p "$folder" || exit 1

list=
# add NAME COMMAND ARGUMENT... : one report, made from the project's folder so that its command can be repeated there.
add() {
    name=$1
    shift
    echo "report-gallery: $name" >&2
    (cd "$root" && exec ./gallerysim "$@" --report "$place/$name.html" --figures "$place/figures/$name" >"$place/$name.txt")
    code=$?
    case $code in
        0 | 3) ;; # 3: an objective is missed, which a report is there to tell
        69 | 70) exit $code ;;
        *) echo "report-gallery: 'gallerysim $*' ended with code $code" >&2; exit 1 ;;
    esac
    list="$list<li><a href=\"$name.html\">$name</a>: <code>gallerysim $1</code> (<a href=\"$name.txt\">as text</a>)</li>
"
}

place=$(readlink -f -- "$folder")
for file in "$root"/scenarios/*.yaml; do
    name=$(basename "$file" .yaml)
    case $name in
        guidance-study) add "$name" guidance "scenarios/$name.yaml" ;;
        replicate-34-regions) add "$name" replicate "scenarios/$name.yaml" --time-limit 24h ;;
        replicate-*) add "$name" replicate "scenarios/$name.yaml" ;;
        *)
            if grep -q '^  sweep:' "$file"; then
                add "$name" sweep "scenarios/$name.yaml"
            else
                add "$name" run "scenarios/$name.yaml"
            fi
            ;;
    esac
done
add replicas-6-and-8 compare scenarios/seed-example-120.yaml --set-b galleries.prod.win2022.1.0.0.westeurope.replicas=8
add plan-for-120 plan scenarios/seed-example-120.yaml
add assumptions-of-120 sensitivity scenarios/seed-example-120.yaml
add ways-to-copy replicate scenarios/replicate-12-regions.yaml --strategies

cat >"$folder/index.html" <<END
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>gallerysim: reports of the scenarios that ship</title>
<style>:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}</style></head>
<body><h1>Reports of the scenarios that ship</h1>
<ul>
$list</ul></body></html>
END

if [ "$pictures" = yes ]; then
    mkdir -p "$root/docs/pictures"
    for picture in replicas-curve/heat-map replicas-curve/time-to-running replicate-12-regions/map; do
        cp "$folder/figures/$picture.png" "$root/docs/pictures/$(echo "$picture" | tr / -).png" || exit 1
    done
fi
echo "report-gallery: $folder/index.html" >&2
