// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// The last signal that arrived while signals were held; 0 if none did. Only the handler writes a
/// signal number.
nonisolated(unsafe) private var held: sig_atomic_t = 0

/// The number of calls of `whileHeld` that are running, in all threads, and the signal actions to
/// restore.
private struct Holders: ~Copyable {
  var count = 0
  var before: [(signal: CInt, action: sigaction)] = []
}
private let holders = Mutex(Holders())

/// The signals that end a process. They can be held while the process is in the middle of a change.
public enum EndingSignals {
  /// The signals that end the process by default and that another process or the kernel sends. A
  /// signal that is already ignored stays ignored.
  public static let all =
    [
      SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU,
      SIGPOLL, SIGPWR, SIGSTKFLT, SIGXFSZ, SIGPIPE,
    ] + Array(__libc_current_sigrtmin()...__libc_current_sigrtmax())

  /// Runs a closure to its end with the signals held.
  ///
  /// A signal that arrived meanwhile ends the process after the closure returns. While signals are
  /// held, a write beyond the file size limit (RLIMIT_FSIZE) fails with an error instead of ending
  /// the process.
  ///
  /// - Returns: the closure's result.
  /// - Throws: what the closure throws.
  public static func whileHeld<R, E>(_ body: () throws(E) -> R) throws(E) -> R {
    enter()
    defer { leave() }
    return try body()
  }

  /// Whether a signal arrived while signals were held. Long work should then stop early.
  public static var isEnding: Bool { held != 0 }

  /// Installs the handler for the whole process, because a signal mask would cover one thread only:
  /// any thread may receive the signal, and the handler only records it.
  private static func enter() {
    holders.withLock { holders in
      holders.count += 1
      guard holders.count == 1 else { return }
      held = 0
      for signal in all {
        var (action, old) = (sigaction(), sigaction())
        // Without SA_RESTART, a blocking call returns, and its caller can check `isEnding`.
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
  /// Whether the process ignores a signal (SIG_IGN).
  public static func isIgnored(_ signal: CInt) -> Bool {
    var action = sigaction()
    sigaction(signal, nil, &action)
    return action.isIgnored
  }
}
