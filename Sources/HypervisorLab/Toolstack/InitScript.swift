// SPDX-License-Identifier: Apache-2.0

/// The first process of the dom0: a script that creates the domains, one after another, and reports
/// on the console.
///
/// It prints lines `pvkit: stage …`, `pvkit: xl …` (the output of xl) and, last of all for a domain,
/// the line `pvkit: end N` with the exit status of xl. The domain's console goes to the second serial
/// port unchanged. From that port the script reads orders, one per line: `next` to destroy the
/// domain that has ended and create the next one (`Order`), `stop` to end a running one, the name of
/// a move (`DomainMove`), or a command for xl. `pvkit: moving MOVE` reports the start of a move,
/// `pvkit: stuck ORDER` its failure. After `pvkit: end` nothing is printed until `next`, so that all
/// output belongs to one domain.
enum InitScript {
  static let mark = "pvkit: "

  /// What the script does for the host, besides moves and commands for xl.
  enum Order: String {
    /// End the running domain.
    case stop
    /// Create the next domain.
    case next
  }

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

    stty -F /dev/ttyS1 raw -echo clocal
    mkfifo $console /run/xl /run/go
    # One that comes by migration has this name at first.
    ln -s "$(basename $console)" /var/log/xen/console/guest-guest--incoming.log

    # All that any xl says, in its order. A device model lives on after xl, with its outputs: the end
    # of a domain is therefore a word, not that of the pipe.
    while IFS= read -r line; do
      case $line in
        "pvkit: end "*) echo "$line" ;;
        *) say xl "$line" ;;
      esac
    done </run/xl &
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
      case $order in
        next)
          echo >/run/go
          continue
          ;;
        stop)
          xl destroy guest >/dev/null 2>&1
          continue
          ;;
      esac
      # It may be on its way yet: paused, or between two domains.
      until xl list guest 2>/dev/null | grep -q " [r-][b-]---- "; do
        [ -e /run/ended ] && continue 2
        usleep 100000
      done
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
    done </dev/ttyS1 &

    # Watches the domain until its end, or until it moves. The device model, which lives on, must not
    # keep the console's pipe open.
    watch_domain() {
      case $1 in
        create) xl create -F $guest/config ;;
        restore) xl restore -F /save/guest ;;
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

    # From the creation of the domain to its end.
    run_domain() {
      # xenconsoled logs into the pipe; the serial port passes it on byte by byte.
      cat $console >/dev/ttyS1 &
      copier=$!
      xenconsoled --log=guest --pid-file=$guest/xenconsoled.pid
      # A writer until the end, or the copier would wait for one when no domain comes to be.
      exec 3>$console

      say stage creating domain
      echo create >/run/next
      while [ -e /run/next ]; do
        next=$(cat /run/next)
        rm /run/next
        [ $next = create ] || say stage "domain goes on: $next"
        watch_domain $next
        while [ -e /run/moving ]; do usleep 50000; done
      done
      touch /run/ended

      # The last of the console first: without its writer the copier ends, and flushes the port.
      kill "$(cat $guest/xenconsoled.pid)"
      exec 3>&-
      wait $copier
      echo "pvkit: end $(cat /run/status)" >&4
    }

    number=0
    while guest=/guests/$number && [ -e $guest ]; do
      run_domain
      read -r go </run/go
      xl destroy guest >/dev/null 2>&1
      rm -f /run/ended /save/guest
      number=$((number + 1))
    done
    poweroff -f

    """#
}
