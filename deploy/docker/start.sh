#!/bin/sh
# Without words: the part that the image was built for. With words: that command, such as "prepare" or "serve relay".
set -eu
if [ "$#" -eq 0 ]; then
  set -- serve "${SERVICE:?this image was built without --build-arg SERVICE: say which part to serve}"
fi
# The young space as bin/yagura.js sets it; exec, so that the signal to stop reaches Node.
exec node --min-semi-space-size=32 --max-semi-space-size=32 /opt/yagura/libs/cli/bin/yagura.js "$@"
