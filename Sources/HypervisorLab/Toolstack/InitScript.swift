// SPDX-License-Identifier: Apache-2.0

/// The first process of the dom0: a script that creates the domain and reports on the console.
///
/// It prints lines `pvkit: stage …`, `pvkit: xl …` (the output of xl) and, last of all, the line
/// `pvkit: end N` with the exit status of xl. The domain's console goes to the second serial port
/// unchanged. From that port the script reads orders, one per line: the name of a move (`DomainMove`), or
/// a command for xl. `pvkit: moving MOVE` reports the start of a move, `pvkit: stuck ORDER` its
/// failure.
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
    mkdir /save
    mount -t tmpfs -o size=100% save /save
    say stage dom0 kernel up

    for module in /modules/*.xz; do [ -e "$module" ] && unxz "$module"; done
    for module in /modules/*.ko; do insmod "$module" || say stage cannot load "$module"; done
    mount -t xenfs xenfs /proc/xen
    xenstored
    xen-init-dom0 >/dev/null
    say stage xenstored up
    [ -e /guest/network ] && . /guest/network

    # xenconsoled logs into the pipe; the serial port passes it on byte by byte.
    stty -F /dev/ttyS1 raw -echo clocal
    mkfifo $console
    cat $console >/dev/ttyS1 &
    copier=$!
    xenconsoled --log=guest --pid-file=/run/xenconsoled.pid
    # A writer until the end, or the copier would wait for one when no domain comes to be.
    exec 3>$console
    # One that comes by migration has this name at first.
    ln -s "$(basename $console)" /var/log/xen/console/guest-guest--incoming.log

    # All that any xl says, in its order. A device model lives on after xl, with its outputs: the end
    # of them is therefore a word, and none of them keeps the console's pipe open.
    mkfifo /run/xl
    while IFS= read -r line && [ "$line" != "pvkit: end of xl" ]; do say xl "$line"; done \
      </run/xl 3>&- &
    speaker=$!
    exec 4>/run/xl

    # Orders that the host gives by the console's port. The xl that watches the domain ends when the
    # domain is suspended, and the next one is said here.
    move() {
      case $1 in
        save-restore) xl -v save guest /save/guest && echo restore >/run/next ;;
        migrate) xl -v migrate -s "" guest "xl migrate-receive" && echo receive >/run/next ;;
      esac >&4 2>&1
    }
    while read -r order; do
      # It may be on its way yet: paused, or between two domains.
      until xl list guest 2>/dev/null | grep -q " [r-][b-]---- "; do usleep 100000; done
      case $order in
        "xl "*)
          say stage "$order"
          $order >&4 2>&1 || say stuck "$order"
          ;;
        *)
          touch /run/moving
          say moving $order
          move $order || say stuck $order
          rm /run/moving
          ;;
      esac
    done </dev/ttyS1 3>&- &

    # Watches the domain until its end, or until it moves.
    watch_domain() {
      case $1 in
        create) xl -vvv create -F /guest/config ;;
        restore) xl -vvv restore -F /save/guest ;;
        receive)
          # The receiving xl is a daemon and writes to a log, which the next one's takes the place of.
          rm -f /run/watched
          ln /var/log/xen/xl-guest--incoming.log /run/watched
          until grep -qE "has shut down|has been destroyed" /run/watched; do usleep 100000; done
          cat /run/watched
          ;;
      esac >&4 2>&1 3>&-
      echo $? >/run/status
    }

    say stage creating domain
    echo create >/run/next
    while [ -e /run/next ]; do
      next=$(cat /run/next)
      rm /run/next
      [ $next = create ] || say stage "domain goes on: $next"
      watch_domain $next
      while [ -e /run/moving ]; do usleep 50000; done
    done
    echo "pvkit: end of xl" >&4
    wait $speaker

    # The last of the console first: without its writer the copier ends, and flushes the port.
    kill "$(cat /run/xenconsoled.pid)"
    exec 3>&-
    wait $copier
    say end "$(cat /run/status)"
    poweroff -f

    """#
}
