// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// The pipe that signal handlers write to; -1 as long as nobody asked for it. Written once, before
/// the handlers are in place.
nonisolated(unsafe) private var wakeUp: Int32 = -1
/// The signal that came; 0 for none. Written by the handler alone.
nonisolated(unsafe) private var caught: sig_atomic_t = 0

/// Signals that end a boot early, turned into something that can be waited for beside QEMU's
/// output, so that QEMU and the scratch folder are gone before the process is.
public struct Interruption: Sendable {
  /// Becomes readable when a signal came, and stays so: whoever waits is woken, on every thread.
  package let descriptor: Int32

  /// Takes over the signals for the rest of the process's life, but for those that are ignored, as
  /// SIGHUP is under nohup. To be called once, by a command.
  public static func catching(
    _ signals: [Int32] = EndingSignals.all.filter { $0 != SIGXFSZ }
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
      caught = number
      var byte = UInt8(truncatingIfNeeded: number)
      write(wakeUp, &byte, 1)
    }
    for signal in signals where !EndingSignals.isIgnored(signal) {
      sigaction(signal, &action, nil)
    }
    return Interruption(descriptor: ends[0])
  }

  /// Ends the process as the signal would have.
  public static func die(of signal: Int32) -> Never {
    Glibc.signal(signal, SIG_DFL)
    raise(signal)
    exit(128 + signal)
  }

  /// The signal that came; nil when none did.
  package var pending: Int32? {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, 0) == 1 ? Int32(caught) : nil
  }
}
