// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The CPU time of the current thread, which does not depend on the load of the machine.
public enum CPUTime {
  /// Seconds of CPU time that `body` takes.
  public static func spent<E>(by body: () throws(E) -> Void) throws(E) -> Double {
    let start = now
    try body()
    return now - start
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
