// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import Synchronization
import Testing

@testable import HypervisorLab

/// Several guests in one dom0, and what ends it. A script plays QEMU.
struct DomUBootsTests {
  @Test func `the dom0 goes on after an end, and a new one after a guest that is stuck`() throws {
    try Places.withScratchFolder { folder in
      try TestGuest.powersOff.built { image in
        try LinuxGuest.write(Array(Self.machine(folder).utf8), to: folder + "/qemu-system-x86_64")
        chmod(folder + "/qemu-system-x86_64", 0o755)
        var places = LabPlaces.standard
        places.programs = [folder]
        var requests = (0..<4).map { _ in BootRequest(image: image, timeout: 600, memory: 128) }
        requests[1].expect = "wanted"
        let starts = Mutex<[Int]>([])
        let results = try Lab(places: places).bootDomUs(requests) { guest, event in
          if case .starting = event { starts.withLock { $0.append(guest) } }
        }.map { try $0.get() }

        #expect(results.map(\.outcome) == [.poweredOff, .expected, .refused, .rebooted])
        #expect(results.map(\.guestConsole) == [["first"], ["wanted"], [], ["fourth"]])
        #expect(results[2].words.first == "xl nonsense failed")
        #expect(starts.withLock { $0 } == [0, 3])
        let log = try Command.run(["cat", folder + "/log"]).output
        #expect(log.split(separator: "\n") == ["start", "next", "stop", "next", "start"])
      }
    }
  }

  /// Prints what a dom0 would print of three guests; in the second machine, of the fourth. What it
  /// is told is in the log.
  private static func machine(_ folder: String) -> String {
    """
    #!/bin/sh
    log=\(folder)/log
    echo start >>$log
    say() { echo "pvkit: $*" >&3; }
    hear() { read -r order <&4 && echo "$order" >>$log; }

    say stage creating domain
    if [ "$(grep -c start $log)" = 1 ]; then
      echo first >&4
      say xl Domain 1 has shut down, reason code 0 0x0
      say end 0
      hear

      say stage creating domain
      echo wanted >&4
      hear
      say xl Domain 2 has been destroyed.
      say end 0
      hear

      say stage creating domain
      say stuck xl nonsense
    else
      echo fourth >&4
      say xl Domain 1 has shut down, reason code 1 0x1
      say end 0
    fi
    exec sleep 1000

    """
  }
}
