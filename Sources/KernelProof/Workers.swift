// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A closure on a thread of its own.
enum Worker {
  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// - Throws: the system's reason.
  static func start(_ body: @escaping @Sendable () -> Void) throws {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let code = pthread_create(
      &thread, nil,
      { argument in
        Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      work.release()
      throw ProofFailure("cannot start a thread: \(String(cString: strerror(code)))")
    }
    pthread_detach(thread)
  }
}
