# enter.sh COMMAND…: in fresh network and mount namespaces (unshare -mn), brings the loopback up, puts the files of etc/ in place of the
# machine's, and becomes COMMAND. NETWALK_WORLD_ETC names another folder whose files go over those.
set -e
ip link set lo up
here=$(dirname "$0")
for folder in "$here/etc" ${NETWALK_WORLD_ETC:+"$NETWALK_WORLD_ETC"}; do
  for file in "$folder"/*; do
    # A link such as Debian's resolv.conf may lead to nowhere: a file of our own takes the place of its target.
    target=$(readlink -f "/etc/$(basename "$file")")
    [ -e "$target" ] || continue
    mount --bind "$file" "$target"
  done
done
exec "$@"
