// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The pipe that signal handlers write to; -1 as long as nobody asked for it. Written once, before
/// the handlers are in place.
nonisolated(unsafe) private var wakeUp: Int32 = -1

/// Signals that end a boot early, turned into something that can be waited for beside QEMU's
/// output, so that QEMU and the scratch folder are gone before the process is.
public struct Interruption: Sendable {
  /// Becomes readable with the signal's number as one byte.
  let descriptor: Int32

  /// Takes over the signals for the rest of the process's life. To be called once, by a command.
  public static func catching(
    _ signals: [Int32] = [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE]
  ) throws(LabError) -> Interruption {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw .last("pipe") }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    wakeUp = ends[1]
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in
      var byte = UInt8(truncatingIfNeeded: number)
      write(wakeUp, &byte, 1)
    }
    for signal in signals { sigaction(signal, &action, nil) }
    return Interruption(descriptor: ends[0])
  }

  /// Ends the process as the signal would have.
  public static func die(of signal: Int32) -> Never {
    Glibc.signal(signal, SIG_DFL)
    raise(signal)
    exit(128 + signal)
  }

  /// The signal that came; nil when none did.
  var pending: Int32? {
    var byte: UInt8 = 0
    return read(descriptor, &byte, 1) == 1 ? Int32(byte) : nil
  }
}
