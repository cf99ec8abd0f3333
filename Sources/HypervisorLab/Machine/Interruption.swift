// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// The pipe that signal handlers write to; -1 until it is needed. Written once, before the handlers
/// are installed.
nonisolated(unsafe) private var wakeUp: Int32 = -1
/// The signal that was caught; 0 for none. Only the handler writes it.
nonisolated(unsafe) private var caught: sig_atomic_t = 0

/// Turns signals that end a boot into a readable descriptor, which is polled together with QEMU's
/// output. So QEMU and the scratch directory are removed before the process ends.
public struct Interruption: Sendable {
  /// Readable once a signal was caught, and from then on: it wakes every thread that polls it.
  package let descriptor: Int32

  /// Catches the signals for the rest of the process's life, except those that are ignored, such as
  /// SIGHUP under nohup. A command must call it only once.
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

  /// Ends the process as the signal would have ended it.
  public static func die(of signal: Int32) -> Never {
    Glibc.signal(signal, SIG_DFL)
    raise(signal)
    exit(128 + signal)
  }

  /// The signal that was caught; nil for none.
  package var pending: Int32? {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, 0) == 1 ? Int32(caught) : nil
  }
}
