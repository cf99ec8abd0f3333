// SPDX-License-Identifier: Apache-2.0

/// The first process of the dom0: a script that creates the domain and reports on the console.
///
/// It speaks in lines `pvkit: stage …`, `pvkit: xl …` (what xl says) and, last, `pvkit: end N`
/// with the exit code of xl. The domain's console goes to the second serial port, untouched.
enum InitScript {
  static let mark = "pvkit: "

  static let text = #"""
    #!/bin/busybox sh
    /bin/busybox --install -s /bin
    ln -s xenstore-write /bin/xenstore-read
    export PATH=/bin
    say() { echo "pvkit: $*"; }
    console=/var/log/xen/console/guest-guest.log

    mount -t proc proc /proc
    mount -t sysfs sys /sys
    mount -t devtmpfs dev /dev
    mkdir -p /dev/pts
    mount -t devpts devpts /dev/pts
    say stage dom0 kernel up

    for module in /modules/*.xz; do [ -e "$module" ] && unxz "$module"; done
    for module in /modules/*.ko; do insmod "$module" || say stage cannot load "$module"; done
    mount -t xenfs xenfs /proc/xen
    xenstored
    xen-init-dom0 >/dev/null
    say stage xenstored up
    [ -e /guest/network ] && . /guest/network

    # xenconsoled logs into the pipe; the serial port passes it on byte by byte.
    stty -F /dev/ttyS1 raw -echo
    mkfifo $console
    cat $console >/dev/ttyS1 &
    copier=$!
    xenconsoled --log=guest --pid-file=/run/xenconsoled.pid
    # A writer until the end, or the copier would wait for one when no domain comes to be.
    exec 3>$console
    say stage creating domain

    # A device model lives on after xl: it must keep neither pipe open.
    { xl -vvv create -F /guest/config; echo $? >/run/status; } 2>&1 3>&- |
      while IFS= read -r line; do say xl "$line"; done 3>&-

    # The last of the console first: without its writer the copier ends, and flushes the port.
    kill "$(cat /run/xenconsoled.pid)"
    exec 3>&-
    wait $copier
    say end "$(cat /run/status)"
    poweroff -f

    """#
}
