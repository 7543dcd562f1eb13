/** RAUC's settings in the machine: two slots, and as boot loader none, because nothing is started from them here. */
export const settings = `[system]
compatible=totem-bench
bootloader=noop
mountprefix=/run/rauc
data-directory=/data/rauc
bundle-formats=verity
max-bundle-download-size=2147483648

[keyring]
path=/data/authority.pem

[streaming]
sandbox-user=root

[slot.rootfs.0]
device=/dev/vda
type=ext4
bootname=A

[slot.rootfs.1]
device=/dev/vdb
type=ext4
bootname=B
`;

/** First program of the machine. It is in the image, and so the same in all of them. */
export const firstProgram = `#!/bin/sh
mount /dev/vdc /data && exec /bin/sh /data/program
echo "BENCH broken no data"
sleep 1000
`;

/**
 * What the machine does. /data/cases has one line for each installation: NAME KIND SHA256 BYTES BASE, with
 * KIND `download` or `stream`. Before each, slot B is made the same as A again, and no hash index is there. It says on
 * the serial console what it did, in the form that machine.ts reads.
 */
export const guestProgram = `#!/bin/sh
export PATH=/data/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LD_LIBRARY_PATH=/data/lib
mount -t tmpfs tmpfs /tmp
mount -t tmpfs tmpfs /var/tmp
mkdir -p /run/dbus /run/rauc
modprobe -a loop dm-verity squashfs nbd virtio_net
ip link set lo up
device=$(ls /sys/class/net | grep -v -e lo -e bond -e dummy | head -n 1)
ip address add 10.0.2.15/24 dev "$device"
ip link set "$device" up
dbus-daemon --system --fork
echo "BENCH kernel $(uname -r) $(rauc --version)"
now() { cut -d ' ' -f 1 /proc/uptime; }
sectors() { cat /sys/block/nbd*/stat | awk '{ sum += $3 } END { print sum + 0 }'; }
while read -r name kind sha256 bytes base; do
  rm -rf /data/rauc /data/pool
  dd if=/dev/vda of=/dev/vdb bs=1M conv=fsync 2>/dev/null
  mkdir -p /data/rauc
  echo 3 >/proc/sys/vm/drop_caches
  sleep 6
  rauc service >/tmp/rauc.log 2>&1 &
  service=$!
  sleep 3
  before=$(sectors)
  begun=$(now)
  echo "BENCH begin $name"
  fetched=$begun
  if [ "$kind" = download ]; then
    # The first process dies in the middle; the second one has to go on where it was.
    /usr/lib/totem/node /data/fetch.js "$base" "$sha256" "$bytes" die
    /usr/lib/totem/node /data/fetch.js "$base" "$sha256" "$bytes" || echo "BENCH broken fetch"
    fetched=$(now)
    rauc install "/data/pool/$(echo "$sha256" | cut -c 1-2)/$sha256" >/tmp/install.log 2>&1
    code=$?
  else
    rauc install --tls-cert=/data/cert.pem --tls-key=/data/key.pem --tls-ca=/data/ca.pem \\
      "$base/v1/artifacts/$sha256" >/tmp/install.log 2>&1 &
    installing=$!
    most=$before
    while kill -0 $installing 2>/dev/null; do
      read=$(sectors)
      [ "$read" -gt "$most" ] && most=$read
      sleep 0.5
    done
    wait $installing
    code=$?
  fi
  ended=$(now)
  read=$(sectors)
  [ "$kind" = stream ] && [ "$most" -gt "$read" ] && read=$most
  echo "BENCH end $name code=$code begun=$begun fetched=$fetched ended=$ended sectors=$((read - before))"
  [ $code = 0 ] || { tail -n 5 /tmp/install.log; tail -n 25 /tmp/rauc.log; }
  grep -i -e 'adaptive' -e 'hash.index' -e 'nbd' /tmp/rauc.log | head -n 12
  kill $service
  wait $service
  echo "BENCH slot $name $(sha256sum /dev/vdb | cut -d ' ' -f 1)"
done </data/cases
echo "BENCH over"
sleep 1000
`;
