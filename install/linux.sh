#!/bin/sh
# Installs reconcile as a service of systemd, or brings it up to date: sudo sh install/linux.sh
# PROGRAM, PLACE and UNITS in the environment name other folders (docs/installing/linux.md).
set -eu
umask 022
PROGRAM=${PROGRAM:-/opt/reconcile} PLACE=${PLACE:-/srv/reconcile} UNITS=${UNITS:-/etc/systemd/system}
HERE=$(cd "$(dirname "$0")/.." && pwd -P)
TOML=$PLACE/reconcile.toml halted=
cd /

say() { printf '%s\n%s\n' "$1" "$2" >&2; }
stop() {
  say "$1" "$2"
  [ -z "$halted" ] || say "Le service est arrêté." "The service is stopped."
  exit 1
}
as_user() { runuser -u reconcile -- env HOME="$PLACE" "$@"; }
lacks() {
  if command -v dnf >/dev/null; then cure="dnf install git make python3.12"
  else cure="apt install git make python3-venv"; fi
  stop "Il manque $1 ; pour l'installer : sudo $cure" "$1 is missing; to install it: sudo $cure"
}
fits() { "$@" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

# What must be there; nothing is changed before all of it is.
[ "$(id -u)" = 0 ] || stop "Il faut les droits d'administrateur : sudo sh $0" "It takes root's rights: sudo sh $0"
for tool in git make; do command -v "$tool" >/dev/null || lacks "$tool"; done
systemctl show --property=Version >/dev/null 2>&1 || stop "systemd ne tourne pas ici." "systemd does not run here."
case "$PROGRAM:$PLACE" in
*[!A-Za-z0-9/._:-]* | *:[!/]* | [!/]*) false ;;
/home/* | /root/* | *:/home/* | *:/root/*) false ;;
*) [ "$PROGRAM" != "$PLACE" ] ;;
esac || stop "PROGRAM et PLACE : deux chemins entiers, sans espace ni accent, hors de /home et de /root." \
  "PROGRAM and PLACE: two whole paths, without blanks or accents, outside /home and /root."
[ -e "$TOML" ] || [ -z "$(ls -A "$PLACE" 2>/dev/null)" ] || stop "$PLACE n'est pas vide, et n'a pas de reconcile.toml." \
  "$PLACE is not empty, and has no reconcile.toml."
CONFIG=$(mktemp)
trap 'rm -f "$CONFIG"' EXIT
git config --file "$CONFIG" safe.directory '*' # the checkout is another's than root's
here() { GIT_CONFIG_GLOBAL=$CONFIG git "$@"; }
here -C "$HERE" rev-parse HEAD >/dev/null 2>&1 || stop "$HERE n'est pas un dossier de git." "$HERE is no checkout of git."
python= barred=
for name in python3.13 python3.12 python3.11 python3 /usr/bin/python3; do
  path=$(command -v "$name") && fits "$path" || continue
  if fits runuser -u nobody -- "$path"; then python=$path; break; fi
  barred=$path
done
[ -n "$python" ] || [ -z "$barred" ] || stop "$barred n'est lisible que de root : installez le Python du système." \
  "$barred can be read by root alone: install the system's Python."
[ -n "$python" ] || lacks "Python 3.11, 3.12, 3.13 (venv)"

id reconcile >/dev/null 2>&1 || useradd --system --user-group --home-dir "$PLACE" --shell /usr/sbin/nologin reconcile ||
  stop "L'utilisateur reconcile n'a pas pu être créé." "The user reconcile could not be made."

if systemctl is-active --quiet reconcile; then
  systemctl stop reconcile || stop "Le service ne s'arrête pas." "The service does not stop."
  halted=yes
fi

# The program: what git knows of the checkout, and where a later pull finds it.
if [ ! -e "$PROGRAM" ]; then
  here clone -q "$HERE" "$PROGRAM" && origin=$(here -C "$HERE" remote get-url origin 2>/dev/null || echo "$HERE") &&
    git -C "$PROGRAM" remote set-url origin "$origin"
elif [ "$(cd "$PROGRAM" && pwd -P)" = "$HERE" ]; then git -C "$PROGRAM" pull -q --ff-only
else here -C "$PROGRAM" pull -q --ff-only "$HERE" HEAD
fi || stop "Le programme n'a pas pu être copié dans $PROGRAM." "The program could not be copied to $PROGRAM."
make -s -C "$PROGRAM" setup PYTHON="$python" || stop "L'installation dans $PROGRAM a échoué." "The setup in $PROGRAM failed."
as_user "$PROGRAM/.venv/bin/python" -c '' ||
  stop "L'utilisateur reconcile ne peut pas lancer $PROGRAM/.venv : effacez-le (rm -r), et recommencez." \
    "The user reconcile cannot start $PROGRAM/.venv: remove it (rm -r), and run this again."

# The club's place: made once, then left as it is.
if [ ! -e "$TOML" ]; then
  mkdir -p "$PLACE" && chown reconcile:reconcile "$PLACE" && chmod 0700 "$PLACE" &&
    (umask 077 && as_user "$PROGRAM/.venv/bin/reconcile" init "$PLACE" >/dev/null)
fi && as_user test -w "$PLACE/data" ||
  stop "L'utilisateur reconcile ne peut pas écrire dans $PLACE : chown -R reconcile: $PLACE" \
    "The user reconcile cannot write into $PLACE: chown -R reconcile: $PLACE"

sed "s|/opt/reconcile|$PROGRAM|g; s|/srv/reconcile|$PLACE|g" "$PROGRAM/install/reconcile.service" >"$UNITS/reconcile.service" &&
  chmod 0644 "$UNITS/reconcile.service" && systemctl daemon-reload && systemctl enable --quiet reconcile ||
  stop "Le service n'a pas pu être inscrit dans $UNITS." "The service could not be put into $UNITS."
if [ -z "$halted" ] && grep -q '^name = "Club A"' "$TOML"; then
  say "Installé. Nommez les clubs dans $TOML, renommez leurs dossiers dans $PLACE/data/raw, déposez-y leurs listes, puis : sudo systemctl restart reconcile" \
    "Installed. Name the clubs in $TOML, rename their folders in $PLACE/data/raw, put their lists there, then: sudo systemctl restart reconcile"
else
  systemctl restart reconcile || stop "Le service ne part pas : journalctl -u reconcile" "The service does not start: journalctl -u reconcile"
  say "Installé, et en service. Les listes se déposent dans $PLACE/data/raw ; suivi : http://127.0.0.1:4200" \
    "Installed, and running. Lists go to $PLACE/data/raw; the runs are shown at http://127.0.0.1:4200"
fi
