// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// The signal that came while it was held back; 0 for none. Written by the handler alone.
nonisolated(unsafe) private var held: sig_atomic_t = 0

/// How many calls of `whileHeld` are at work, on whatever threads, and what signals did before.
private struct Holders: ~Copyable {
  var count = 0
  var before: [(signal: CInt, action: sigaction)] = []
}
private let holders = Mutex(Holders())

/// Signals that end a process, held back while something is half made.
public enum EndingSignals {
  /// Those that end it by default and that somebody else sends. One that is ignored stays so.
  public static let all =
    [
      SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU,
      SIGPOLL, SIGPWR, SIGSTKFLT, SIGXFSZ, SIGPIPE,
    ] + Array(__libc_current_sigrtmin()...__libc_current_sigrtmax())

  /// Runs the closure to its end, and then ends the process by the signal that came meanwhile, if
  /// one did. A file that grows beyond the limit (RLIMIT_FSIZE) is an error of the call meanwhile.
  public static func whileHeld<R, E>(_ body: () throws(E) -> R) throws(E) -> R {
    enter()
    defer { leave() }
    return try body()
  }

  /// Whether one of them came: what can be given up is to be given up.
  public static var isEnding: Bool { held != 0 }

  /// For every thread, unlike a mask: whichever takes the signal only notes it.
  private static func enter() {
    holders.withLock { holders in
      holders.count += 1
      guard holders.count == 1 else { return }
      held = 0
      for signal in all {
        var (action, old) = (sigaction(), sigaction())
        // Without SA_RESTART: a call that waits ends, and its caller looks at `isEnding`.
        action.__sigaction_handler.sa_handler = { if $0 != SIGXFSZ { held = $0 } }
        sigaction(signal, nil, &old)
        if old.isIgnored { continue }
        sigaction(signal, &action, nil)
        holders.before.append((signal, old))
      }
    }
  }

  private static func leave() {
    let signal = holders.withLock { holders -> sig_atomic_t in
      holders.count -= 1
      guard holders.count == 0 else { return 0 }
      for (signal, action) in holders.before {
        var action = action
        sigaction(signal, &action, nil)
      }
      holders.before = []
      return held
    }
    if signal != 0 { raise(signal) }
  }
}

extension sigaction {
  fileprivate var isIgnored: Bool {
    unsafeBitCast(__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}

extension EndingSignals {
  /// Whether the signal does nothing to this process.
  public static func isIgnored(_ signal: CInt) -> Bool {
    var action = sigaction()
    sigaction(signal, nil, &action)
    return action.isIgnored
  }
}
